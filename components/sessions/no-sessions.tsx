'use client'

import { NoRows } from '@/components/lists/no-rows'
import { Command } from '@/components/ui/copy'
import type { Fleet } from '@/lib/http/wire'
import { filterChips } from '@/lib/sessions/filter-chips'
import { SESSION_LIST } from '@/lib/sessions/filters'
import type { ListSessionsInput } from '@/lib/sessions/schema'
import { SESSION_TABS } from '@/lib/sessions/tabs'

export function NoSessions({ filters, fleet }: { filters: ListSessionsInput; fleet: Fleet }) {
  return (
    <NoRows
      address={SESSION_LIST}
      filters={filters}
      fleet={fleet}
      what="session"
      tab={SESSION_TABS.tabOf(filters)}
      chips={filterChips(filters)}
    >
      <p>Transcripts of agents appear here as soon as their folder is imported:</p>
      <Command>npx pitwall import ~/.claude/projects</Command>
    </NoRows>
  )
}
