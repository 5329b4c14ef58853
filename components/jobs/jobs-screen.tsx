'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { Tabs } from '@/components/ui/tabs'
import type { Fleet } from '@/lib/http/wire'
import { JOB_LIST } from '@/lib/jobs/filters'
import { jobFacetsQuery } from '@/lib/jobs/queries'
import { JOB_TABS, tabCount } from '@/lib/jobs/tabs'
import { formatInteger } from '@/lib/time/format-quantity'
import { JobList } from './job-list'
import { JobsToolbar } from './jobs-toolbar'

/** The jobs page. The address is its state: it is read here, so that a mark set by a key shows at once. */
export function JobsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = JOB_LIST.parse(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { data: facets } = useQuery(jobFacetsQuery(fleet))
  const current = JOB_TABS.tabOf(view.filters)
  return (
    <Page title="Jobs" tabTitle="Jobs">
      <Tabs
        label="Views"
        items={JOB_TABS.tabs.map((tab) => ({
          href: JOB_LIST.href({ filters: JOB_TABS.filtersOf(tab, view.filters) }, fleet),
          label: tab.label,
          current: tab.id === current.id,
          count: facets ? formatInteger(tabCount(facets, tab.id)) : null,
          tone: tab.id === 'waiting' && facets && tabCount(facets, 'waiting') > 0 ? 'warn' : undefined,
        }))}
      />
      <JobsToolbar filters={view.filters} fleet={fleet} facets={facets} />
      <h2 className="sr-only">List</h2>
      <JobList view={view} fleet={fleet} />
    </Page>
  )
}
