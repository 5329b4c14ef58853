import type { ListRunsInput, RunCounts } from '@/lib/runs/schema'
import { change, FILTER_KEYS, resetFilters } from './filters'

type Narrowing = Partial<ListRunsInput>

interface RunViewTab {
  id: keyof RunCounts
  label: string
  filter: Narrowing
}

/** The tabs above the list. Each is a filter with a name and a count. */
export const RUN_VIEWS: readonly RunViewTab[] = [
  { id: 'all', label: 'All', filter: {} },
  { id: 'attention', label: 'Needs someone', filter: { attention: true } },
  { id: 'conflict', label: 'Says other than evidence', filter: { conflict: true } },
  { id: 'overCap', label: 'Over cap', filter: { flag: 'over_cap' } },
  { id: 'failed', label: 'Failed', filter: { status: 'failed' } },
  { id: 'orphan', label: 'No row', filter: { orphan: true } },
]

const holds = (filters: ListRunsInput, filter: Narrowing) =>
  FILTER_KEYS.every((key) => filter[key] === undefined || filter[key] === filters[key])

/** The view that the filters are in: the first whose filter is set, else All. */
export function viewOf(filters: ListRunsInput): RunViewTab {
  const [all] = RUN_VIEWS
  const found = RUN_VIEWS.find((view) => view.id !== 'all' && holds(filters, view.filter))
  return found ?? all ?? { id: 'all', label: 'All', filter: {} }
}

/** A view shows what its count says, so other filters go; the order stays. */
export function filtersOfView(view: RunViewTab, filters: ListRunsInput): ListRunsInput {
  return change(resetFilters(filters), view.filter)
}
