import { type ChipTexts, chipsOf, type FilterChip } from '@/lib/lists/filter-chips'
import { spanText } from '@/lib/lists/time-span'
import { flagLabel } from '@/lib/model/flags'
import { STATUS_WORDS } from '@/lib/runs/status'
import { JOB_LIST } from './filters'
import type { ListJobsInput } from './schema'
import { JOB_TABS } from './tabs'

const YES_NO = { true: 'yes', false: 'no' } as const

const TEXTS: ChipTexts<ListJobsInput> = {
  system: (value) => ['system is', value],
  type: (value) => ['type is', value],
  status: (value) => ['evidence says', STATUS_WORDS[value].label],
  flag: (value) => ['flag is', flagLabel(value)],
  parentId: (value) => ['group is', value],
  nested: (value) => ['in a group:', YES_NO[`${value}`]],
  conflict: (value) => ['says other than evidence:', YES_NO[`${value}`]],
}

/** Every filter that is set and not already told by the tab or the search box. From and to are one chip. */
export function filterChips(filters: ListJobsInput): FilterChip<ListJobsInput>[] {
  const chips = chipsOf(JOB_LIST, TEXTS, filters, Object.keys(JOB_TABS.tabOf(filters).filter))
  const { from, to } = filters
  if (from === undefined && to === undefined) return chips
  const without = JOB_LIST.change(filters, { from: undefined, to: undefined })
  const [label, value] = spanText(from, to)
  return [...chips, { key: 'time', label, value, without }]
}
