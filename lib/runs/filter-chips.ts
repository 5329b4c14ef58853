import { type ChipTexts, chipsOf, type FilterChip } from '@/lib/lists/filter-chips'
import { flagLabel } from '@/lib/model/flags'
import { dayText, NBSP } from '@/lib/time/format'
import { RUN_LIST } from './filters'
import type { ListRunsInput } from './schema'
import { CAUSE_WORDS, CLASS_WORDS, STATUS_WORDS } from './status'
import { RUN_TABS } from './tabs'

const DAY_MS = 86_400_000
const isMidnight = (iso: string) => iso.endsWith('T00:00:00.000Z')

/** "17 Nov 2025", with the time when it is not the start of a day. */
function momentText(iso: string): string {
  const date = new Date(iso)
  const day = `${dayText(date)} ${date.getUTCFullYear()}`
  return isMidnight(iso) ? day : `${day} ${iso.slice(11, 16)}${NBSP}UTC`
}

/** `to` excludes its moment: up to 27 Dec 00:00 is said "to 26 Dec". */
function lastDayText(iso: string): string {
  return isMidnight(iso) ? momentText(new Date(Date.parse(iso) - DAY_MS).toISOString()) : momentText(iso)
}

/** The day after, for `to` of a form whose last day is meant to be inside. */
export function endOfDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString()
}

/** The last day inside, as a date field shows it. */
export function dayBefore(iso: string): string {
  return new Date(Date.parse(iso) - (isMidnight(iso) ? DAY_MS : 0)).toISOString().slice(0, 10)
}

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
  const value =
    from === undefined
      ? `to ${lastDayText(to ?? '')}`
      : to === undefined
        ? momentText(from)
        : `${momentText(from)} to ${lastDayText(to)}`
  return [...chips, { key: 'time', label: from === undefined ? 'up' : 'from', value, without }]
}
