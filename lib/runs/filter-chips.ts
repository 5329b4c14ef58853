import { type ChipTexts, chipsOf, type FilterChip } from '@/lib/lists/filter-chips'
import { spanText } from '@/lib/lists/time-span'
import { flagLabel } from '@/lib/model/flags'
import { RUN_LIST } from './filters'
import type { ListRunsInput } from './schema'
import { CAUSE_WORDS, CLASS_WORDS, STATUS_WORDS } from './status'
import { RUN_TABS } from './tabs'

const YES_NO = { true: 'yes', false: 'no' } as const

const TEXTS: ChipTexts<ListRunsInput> = {
  system: (value) => ['system is', value],
  status: (value) => ['evidence says', STATUS_WORDS[value].label],
  statusSource: (value) => ['source said', STATUS_WORDS[value].label],
  statusClass: (value) => ['evidence:', CLASS_WORDS[value]],
  statusSourceClass: (value) => ['source:', CLASS_WORDS[value]],
  cause: (value) => ['cause is', CAUSE_WORDS[value]],
  flag: (value) => ['flag is', flagLabel(value)],
  conflict: (value) => ['says other than evidence:', YES_NO[`${value}`]],
  attention: (value) => ['needs someone:', YES_NO[`${value}`]],
  orphan: (value) => ['no row:', YES_NO[`${value}`]],
  project: (value) => ['project is', value],
  model: (value) => ['model is', value],
  jobId: (value) => ['job is', value],
}

/** Every filter that is set and not already told by the tab or the search box. From and to are one chip. */
export function filterChips(filters: ListRunsInput): FilterChip<ListRunsInput>[] {
  const chips = chipsOf(RUN_LIST, TEXTS, filters, Object.keys(RUN_TABS.tabOf(filters).filter))
  const { from, to } = filters
  if (from === undefined && to === undefined) return chips
  const without = RUN_LIST.change(filters, { from: undefined, to: undefined })
  const [label, value] = spanText(from, to)
  return [...chips, { key: 'time', label, value, without }]
}
