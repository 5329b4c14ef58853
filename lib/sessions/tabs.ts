import { listTabs } from '@/lib/lists/list-tabs'
import { SESSION_LIST } from './filters'
import type { ListSessionsInput, SessionCounts } from './schema'

/** The tabs above the list. Each is a filter with a name and a count. */
export const SESSION_TABS = listTabs<ListSessionsInput, keyof SessionCounts>(SESSION_LIST, [
  { id: 'top', label: 'Main', filter: { nested: false } },
  { id: 'nested', label: 'Sub-agents', filter: { nested: true } },
  { id: 'failures', label: 'With failed calls', filter: { failures: true } },
  { id: 'denials', label: 'With denials', filter: { denials: true } },
])
