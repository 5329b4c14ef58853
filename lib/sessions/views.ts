import { STATUS_WORDS } from '@/lib/runs/status'
import { dayText } from '@/lib/time/format'
import { change, FILTER_KEYS, resetFilters } from './filters'
import type { ListSessionsInput, SessionCounts } from './schema'

interface SessionViewTab {
  id: keyof SessionCounts
  label: string
  filter: Partial<ListSessionsInput>
}

const ALL: SessionViewTab = { id: 'all', label: 'All', filter: {} }

/** The tabs above the list. Each is a filter with a name and a count. */
export const SESSION_VIEWS: readonly SessionViewTab[] = [
  ALL,
  { id: 'top', label: 'Main', filter: { nested: false } },
  { id: 'nested', label: 'Sub-agents', filter: { nested: true } },
  { id: 'failures', label: 'With failed calls', filter: { failures: true } },
  { id: 'denials', label: 'With denials', filter: { denials: true } },
]

const holds = (filters: ListSessionsInput, filter: Partial<ListSessionsInput>) =>
  FILTER_KEYS.every((key) => filter[key] === undefined || filter[key] === filters[key])

/** The view that the filters are in: the first whose filter is set, else All. */
export function viewOf(filters: ListSessionsInput): SessionViewTab {
  return SESSION_VIEWS.find((view) => view.id !== 'all' && holds(filters, view.filter)) ?? ALL
}

/** A view shows what its count says, so other filters go; the order stays. */
export function filtersOfView(view: SessionViewTab, filters: ListSessionsInput): ListSessionsInput {
  return change(resetFilters(filters), view.filter)
}

export interface FilterChip {
  key: string
  /** "system is", then the value in bold. */
  label: string
  value: string
  without: ListSessionsInput
}

const dayOf = (iso: string) => `${dayText(new Date(iso))} ${iso.slice(0, 4)}`
const yesNo = (value: boolean) => (value ? 'yes' : 'no')

const TEXTS: {
  [K in keyof ListSessionsInput]?: (value: NonNullable<ListSessionsInput[K]>) => [label: string, value: string]
} = {
  system: (value) => ['system is', value],
  status: (value) => ['evidence says', STATUS_WORDS[value].label],
  model: (value) => ['model is', value],
  project: (value) => ['project is', value],
  taskId: (value) => ['task is', value],
  runId: (value) => ['run is', value],
  nested: (value) => ['sub-agent:', yesNo(value)],
  failures: (value) => ['failed calls:', yesNo(value)],
  denials: (value) => ['denials:', yesNo(value)],
  from: (value) => ['from', dayOf(value)],
  to: (value) => ['before', dayOf(value)],
}

function chipOf<K extends keyof ListSessionsInput>(filters: ListSessionsInput, key: K): FilterChip[] {
  const value = filters[key]
  const text = TEXTS[key]
  if (value === undefined || value === null || !text) return []
  const [label, shown] = text(value)
  return [{ key, label, value: shown, without: change(filters, { [key]: undefined }) }]
}

/** Every filter that is set and not already told by the tab or the search box. */
export function filterChips(filters: ListSessionsInput): FilterChip[] {
  const told = Object.keys(viewOf(filters).filter)
  return (Object.keys(TEXTS) as (keyof ListSessionsInput)[])
    .filter((key) => !told.includes(key))
    .flatMap((key) => chipOf(filters, key))
}
