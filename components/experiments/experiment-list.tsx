'use client'

import { useQuery } from '@tanstack/react-query'
import { ListFooter } from '@/components/lists/list-footer'
import { NewRows } from '@/components/lists/new-rows'
import { useListRows } from '@/components/lists/use-list-rows'
import { QueryError } from '@/components/shell/query-error'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { ExperimentSummary } from '@/lib/experiments/experiment-schema'
import { EXPERIMENT_LIST, type ExperimentFilters } from '@/lib/experiments/filters'
import { experimentListQuery } from '@/lib/experiments/queries'
import type { Fleet } from '@/lib/http/wire'
import type { ListView } from '@/lib/lists/list-address'
import { EXPERIMENT_COLUMNS } from './experiment-columns'
import { ExperimentTable } from './experiment-table'
import { NoExperiments } from './no-experiments'

const PAGE_SIZES = [50, 200]
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['↵'], label: 'open' },
  { keys: ['x'], label: 'mark' },
  { keys: ['?'], label: 'all keys' },
]

interface ExperimentListProps {
  view: ListView<ExperimentFilters>
  fleet: Fleet
}

/** The list in each of its states. */
export function ExperimentList({ view, fleet }: ExperimentListProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(experimentListQuery(view.filters, fleet))
  if (data) {
    if (data.items.length === 0 && !isPlaceholderData) return <NoExperiments filters={view.filters} fleet={fleet} />
    return <Rows view={view} fleet={fleet} page={data} isOld={isPlaceholderData} />
  }
  if (error) return <QueryError what="the experiments" error={error} onRetry={() => void refetch()} />
  return <SkeletonTable label="Experiments" columns={EXPERIMENT_COLUMNS} rows={12} edge />
}

interface RowsProps extends ExperimentListProps {
  page: { items: ExperimentSummary[]; nextCursor: string | null; total: number | null }
  /** The page answers the question before: other filters are on their way. */
  isOld: boolean
}

function Rows({ view, fleet, page, isOld }: RowsProps) {
  const { table, newRows } = useListRows({ address: EXPERIMENT_LIST, view, fleet, rows: page.items, isOld })
  return (
    <>
      <NewRows {...newRows} />
      <ExperimentTable {...table} filters={view.filters} fleet={fleet} />
      <ListFooter address={EXPERIMENT_LIST} view={view} fleet={fleet} page={page} sizes={PAGE_SIZES} keys={KEYS} />
    </>
  )
}
