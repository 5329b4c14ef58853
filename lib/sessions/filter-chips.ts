import { type ChipTexts, chipsOf, type FilterChip } from '@/lib/lists/filter-chips'
import { STATUS_WORDS } from '@/lib/runs/status'
import { dayText } from '@/lib/time/format'
import { SESSION_LIST } from './filters'
import type { ListSessionsInput } from './schema'
import { SESSION_TABS } from './tabs'

const dayOf = (iso: string) => `${dayText(new Date(iso))} ${iso.slice(0, 4)}`
const yesNo = (value: boolean) => (value ? 'yes' : 'no')

const TEXTS: ChipTexts<ListSessionsInput> = {
  system: (value) => ['system is', value],
  status: (value) => ['evidence says', STATUS_WORDS[value].label],
  model: (value) => ['model is', value],
  project: (value) => ['project is', value],
  taskId: (value) => ['task is', value],
  runId: (value) => ['run is', value],
  jobId: (value) => ['job is', value],
  nested: (value) => ['sub-agent:', yesNo(value)],
  failures: (value) => ['failed calls:', yesNo(value)],
  denials: (value) => ['denials:', yesNo(value)],
  from: (value) => ['from', dayOf(value)],
  to: (value) => ['before', dayOf(value)],
}

/** Every filter that is set and not already told by the tab or the search box. */
export function filterChips(filters: ListSessionsInput): FilterChip<ListSessionsInput>[] {
  return chipsOf(SESSION_LIST, TEXTS, filters, Object.keys(SESSION_TABS.tabOf(filters).filter))
}
