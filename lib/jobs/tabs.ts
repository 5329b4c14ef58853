import { listTabs } from '@/lib/lists/list-tabs'
import { JOB_LIST } from './filters'
import type { JobFacets, ListJobsInput } from './schema'

type JobTabId = 'conflict' | 'running' | 'waiting' | 'failed'

/** The tabs above the list. Each is a filter with a name and a count. */
export const JOB_TABS = listTabs<ListJobsInput, JobTabId>(JOB_LIST, [
  { id: 'running', label: 'Running', filter: { status: 'running' } },
  { id: 'waiting', label: 'Waiting', filter: { status: 'waiting' } },
  { id: 'failed', label: 'Failed', filter: { status: 'failed' } },
  { id: 'conflict', label: 'Says other than evidence', filter: { conflict: true } },
])

/** How many jobs a tab shows. */
export function tabCount(facets: JobFacets, id: JobTabId | 'all'): number {
  if (id === 'all' || id === 'conflict') return facets[id]
  return facets.statuses.find(({ value }) => value === id)?.jobs ?? 0
}
