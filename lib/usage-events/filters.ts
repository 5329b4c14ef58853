import { type ChipTexts, chipsOf, type FilterChip } from '@/lib/lists/filter-chips'
import { listAddress } from '@/lib/lists/list-address'
import { spanText } from '@/lib/lists/time-span'
import { paths } from '@/lib/paths'
import { CLASS_WORDS } from '@/lib/tokens/words'
import { type EVENT_SORTS, ListDroppedCopiesInput, ListUsageEventsInput, unnamedIn } from './schema'

/** The address of the list of usage events. */
export const EVENT_LIST = listAddress<ListUsageEventsInput>(ListUsageEventsInput, paths.usageEvents)

/** The order in words, as the toolbar tells it. */
export const ORDER_WORDS = {
  newest: 'newest first',
  largest: 'most tokens first',
} as const satisfies Record<(typeof EVENT_SORTS)[number], string>

type Filters = Omit<ListUsageEventsInput, 'limit' | 'cursor' | 'sort'>

/** How each filter is told; the window is told as one, by its start or else its end. */
const TEXTS: ChipTexts<Filters> = {
  system: (value) => ['system is', value],
  provider: (value) => ['provider is', value],
  model: (value) => ['model is', value],
  role: (value) => ['role is', value],
  purpose: (value) => ['purpose is', value],
  project: (value) => ['project is', value],
  jobId: (value) => ['job is', value],
  runId: (value) => ['run is', value],
  phaseId: (value) => ['phase is', value],
  sessionId: (value) => ['session is', value],
  class: (value) => ['records', CLASS_WORDS[value]],
  without: (value) => ['not recorded:', unnamedIn(value).join(', ')],
  from: (value) => spanText(value, undefined),
  to: (value) => spanText(undefined, value),
}

export const eventChips = (filters: ListUsageEventsInput): FilterChip<ListUsageEventsInput>[] =>
  chipsOf(EVENT_LIST, TEXTS, filters, [])

/** The address of the list of what does not count. */
export const DROPPED_LIST = listAddress<ListDroppedCopiesInput>(ListDroppedCopiesInput, paths.droppedCopies)

export const droppedChips = (filters: ListDroppedCopiesInput): FilterChip<ListDroppedCopiesInput>[] =>
  chipsOf(DROPPED_LIST, TEXTS, filters, ['rule'])
