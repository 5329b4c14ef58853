'use client'

import { useQuery } from '@tanstack/react-query'
import { ListFooter } from '@/components/lists/list-footer'
import { NewRows } from '@/components/lists/new-rows'
import { useListRows } from '@/components/lists/use-list-rows'
import { QueryError } from '@/components/shell/query-error'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { JOB_LIST } from '@/lib/jobs/filters'
import { jobListQuery } from '@/lib/jobs/queries'
import type { JobPage, ListJobsInput } from '@/lib/jobs/schema'
import type { ListView } from '@/lib/lists/list-address'
import { JOB_COLUMNS } from './job-columns'
import { JobTable } from './job-table'
import { NoJobs } from './no-jobs'

const PAGE_SIZES = [50, 200]
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['↵'], label: 'open' },
  { keys: ['x'], label: 'mark' },
  { keys: ['?'], label: 'all keys' },
]

interface JobListProps {
  view: ListView<ListJobsInput>
  fleet: Fleet
}

/** The list in each of its states. */
export function JobList({ view, fleet }: JobListProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(jobListQuery(view.filters, fleet))
  if (data) {
    if (data.items.length === 0 && !isPlaceholderData) return <NoJobs filters={view.filters} fleet={fleet} />
    return <JobRows view={view} fleet={fleet} page={data} isOld={isPlaceholderData} />
  }
  if (error) return <QueryError what="the jobs" error={error} onRetry={() => void refetch()} />
  return <SkeletonTable label="Jobs" columns={JOB_COLUMNS} rows={12} edge />
}

interface JobRowsProps extends JobListProps {
  page: JobPage
  /** The page answers the question before: other filters are on their way. */
  isOld: boolean
}

function JobRows({ view, fleet, page, isOld }: JobRowsProps) {
  const { table, newRows } = useListRows({ address: JOB_LIST, view, fleet, rows: page.items, isOld })
  return (
    <>
      <NewRows {...newRows} />
      <JobTable {...table} filters={view.filters} fleet={fleet} />
      <ListFooter address={JOB_LIST} view={view} fleet={fleet} page={page} sizes={PAGE_SIZES} keys={KEYS} />
    </>
  )
}
