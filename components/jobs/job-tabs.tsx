'use client'

import { useQuery } from '@tanstack/react-query'
import { Tabs } from '@/components/ui/tabs'
import type { Fleet } from '@/lib/http/wire'
import { JOB_LIST } from '@/lib/jobs/filters'
import { jobFacetsQuery } from '@/lib/jobs/queries'
import type { ListJobsInput } from '@/lib/jobs/schema'
import { JOB_TABS, tabCount } from '@/lib/jobs/tabs'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'

interface JobTabsProps {
  fleet: Fleet
  /** What the list is narrowed to, or the page of agents. */
  current: ListJobsInput | 'agents'
}

/** The views of jobs: what they are filtered to, and their results by agent. */
export function JobTabs({ fleet, current }: JobTabsProps) {
  const { data: facets } = useQuery(jobFacetsQuery(fleet))
  const filters = current === 'agents' ? JOB_LIST.parse({}).filters : current
  const tab = current === 'agents' ? null : JOB_TABS.tabOf(current).id
  return (
    <Tabs
      label="Views"
      items={[
        ...JOB_TABS.tabs.map((each) => ({
          href: JOB_LIST.href({ filters: JOB_TABS.filtersOf(each, filters) }, fleet),
          label: each.label,
          current: each.id === tab,
          count: facets ? formatInteger(tabCount(facets, each.id)) : null,
          tone: each.id === 'waiting' && facets && tabCount(facets, 'waiting') > 0 ? ('warn' as const) : undefined,
        })),
        { href: paths.jobAgents(fleet), label: 'By agent', current: current === 'agents' },
      ]}
    />
  )
}
