import { listTabs } from '@/lib/lists/list-tabs'
import type { ListRunsInput, RunCounts } from '@/lib/runs/schema'
import { RUN_LIST } from './filters'

/** The tabs above the list. Each is a filter with a name and a count. */
export const RUN_TABS = listTabs<ListRunsInput, keyof RunCounts>(RUN_LIST, [
  { id: 'attention', label: 'Needs someone', filter: { attention: true } },
  { id: 'conflict', label: 'Says other than evidence', filter: { conflict: true } },
  { id: 'overCap', label: 'Over cap', filter: { flag: 'over_cap' } },
  { id: 'failed', label: 'Failed', filter: { status: 'failed' } },
  { id: 'orphan', label: 'No row', filter: { orphan: true } },
])
