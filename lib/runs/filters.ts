import { listAddress } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'
import { ListRunsInput, type RUN_SORTS } from '@/lib/runs/schema'

export type RunSort = (typeof RUN_SORTS)[number]

/** The address of the runs page. */
export const RUN_LIST = listAddress<ListRunsInput>(ListRunsInput, paths.runs)

/** The order in words, as the toolbar tells it. */
export const ORDER_WORDS = {
  attention: 'needs someone, then newest evidence',
  lastEvidence: 'newest evidence first',
  started: 'latest start first',
  tokens: 'most tokens first',
  cost: 'highest cost first',
  duration: 'longest first',
  failed: 'most failed phases first',
  name: 'by name',
} as const satisfies Record<RunSort, string>
