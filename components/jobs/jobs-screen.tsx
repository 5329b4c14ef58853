'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import type { Fleet } from '@/lib/http/wire'
import { JOB_LIST } from '@/lib/jobs/filters'
import { jobFacetsQuery } from '@/lib/jobs/queries'
import { JobList } from './job-list'
import { JobTabs } from './job-tabs'
import { JobsToolbar } from './jobs-toolbar'

/** The jobs page. The address is its state: it is read here, so that a mark set by a key shows at once. */
export function JobsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = JOB_LIST.parse(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { data: facets } = useQuery(jobFacetsQuery(fleet))
  return (
    <Page title="Jobs" tabTitle="Jobs">
      <JobTabs fleet={fleet} current={view.filters} />
      <JobsToolbar filters={view.filters} fleet={fleet} facets={facets} />
      <h2 className="sr-only">List</h2>
      <JobList view={view} fleet={fleet} />
    </Page>
  )
}
