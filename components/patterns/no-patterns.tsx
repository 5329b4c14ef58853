'use client'

import { NoRows } from '@/components/lists/no-rows'
import { Command } from '@/components/ui/copy'
import type { Fleet } from '@/lib/http/wire'
import { filterChips } from '@/lib/patterns/filter-chips'
import { PATTERN_LIST } from '@/lib/patterns/filters'
import type { ListPatternsInput } from '@/lib/patterns/schema'
import { tabOf } from '@/lib/patterns/tabs'

const ALL_CLEAR = {
  tab: 'triage',
  title: 'Nothing needs triage',
  about: 'No pattern is new, escalating or back. What was ignored comes back by itself when its limit is passed.',
}

export function NoPatterns({ filters, fleet }: { filters: ListPatternsInput; fleet: Fleet }) {
  return (
    <NoRows
      address={PATTERN_LIST}
      filters={filters}
      fleet={fleet}
      what="pattern"
      tab={tabOf(filters)}
      chips={filterChips(filters)}
      allClear={ALL_CLEAR}
    >
      <p>Failures of runs and sessions are grouped here as soon as their records are imported:</p>
      <Command>npx pitwall import ~/.claude/projects</Command>
    </NoRows>
  )
}
