'use client'

import { ListToolbar } from '@/components/lists/list-toolbar'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { filterChips } from '@/lib/sessions/filter-chips'
import { ORDER_WORDS, SESSION_LIST } from '@/lib/sessions/filters'
import type { ListSessionsInput, SessionSummary } from '@/lib/sessions/schema'
import { AddSessionFilter } from './add-session-filter'

const SEARCH = {
  placeholder: 'Id, name, agent, project',
  label: 'Filter sessions by id, name, agent, task or project',
}

interface SessionsToolbarProps {
  filters: ListSessionsInput
  fleet: Fleet
  rows: readonly SessionSummary[]
}

export function SessionsToolbar({ filters, fleet, rows }: SessionsToolbarProps) {
  return (
    <ListToolbar
      address={SESSION_LIST}
      filters={filters}
      fleet={fleet}
      chips={filterChips(filters)}
      search={SEARCH}
      order={ORDER_WORDS[filters.sort]}
      apiPath={paths.api.sessions}
    >
      <AddSessionFilter filters={filters} fleet={fleet} rows={rows} />
    </ListToolbar>
  )
}
