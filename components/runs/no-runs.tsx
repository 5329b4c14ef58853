'use client'

import { NoRows } from '@/components/lists/no-rows'
import { Command } from '@/components/ui/copy'
import type { Fleet } from '@/lib/http/wire'
import { filterChips } from '@/lib/runs/filter-chips'
import { RUN_LIST } from '@/lib/runs/filters'
import type { ListRunsInput } from '@/lib/runs/schema'
import { RUN_TABS } from '@/lib/runs/tabs'

const ALL_CLEAR = {
  tab: 'attention',
  title: 'No run needs someone',
  about: 'None is silent, waiting, over its cap or open against its evidence.',
}

export function NoRuns({ filters, fleet }: { filters: ListRunsInput; fleet: Fleet }) {
  return (
    <NoRows
      address={RUN_LIST}
      filters={filters}
      fleet={fleet}
      what="run"
      tab={RUN_TABS.tabOf(filters)}
      chips={filterChips(filters)}
      allClear={ALL_CLEAR}
    >
      <p>Runs appear here as soon as the database or folder that an orchestrator left behind is imported:</p>
      <Command>npx pitwall import PATH</Command>
    </NoRows>
  )
}
