import { type ChipTexts, chipsOf, type FilterChip } from '@/lib/lists/filter-chips'
import { spanText } from '@/lib/lists/time-span'
import { CAUSE_WORDS } from '@/lib/runs/status'
import { PATTERN_LIST } from './filters'
import type { ListPatternsInput } from './schema'
import { PATTERN_STATE_WORDS, TREND_WORDS } from './words'

const TEXTS: ChipTexts<ListPatternsInput> = {
  state: (value) => ['state is', PATTERN_STATE_WORDS[value].label],
  cause: (value) => ['cause is', CAUSE_WORDS[value]],
  type: (value) => ['type is', value],
  trend: (value) => ['trend is', TREND_WORDS[value]],
  system: (value) => ['system is', value],
  project: (value) => ['project is', value],
  owner: (value) => ['owner is', value],
  newSince: (value) => ['new', spanText(value, undefined).join(' ')],
}

/** Every filter that is set and told neither by the tab nor by the search box. The two ends of the window are one chip. */
export function filterChips(filters: ListPatternsInput): FilterChip<ListPatternsInput>[] {
  const chips = chipsOf(PATTERN_LIST, TEXTS, filters, [])
  const { from, to } = filters
  if (from === undefined && to === undefined) return chips
  const [label, value] = spanText(from, to)
  const without = PATTERN_LIST.change(filters, { from: undefined, to: undefined })
  return [...chips, { key: 'window', label: `seen ${label}`, value, without }]
}
