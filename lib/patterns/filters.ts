import { listAddress } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'
import { ListPatternsInput, type PATTERN_SORTS } from './schema'

export type PatternSort = (typeof PATTERN_SORTS)[number]

/** The address of the page of patterns. */
export const PATTERN_LIST = listAddress<ListPatternsInput>(ListPatternsInput, paths.patterns)

/** The order in words, as the toolbar tells it. */
export const ORDER_WORDS = {
  urgent: 'what needs someone first',
  lastSeen: 'last seen first',
  firstSeen: 'newest first',
  occurrences: 'most often first',
  told: 'seen in most sessions first',
  tokens: 'most tokens spent first',
} as const satisfies Record<PatternSort, string>
