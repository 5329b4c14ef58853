'use client'

import { Tabs } from '@/components/ui/tabs'
import type { Fleet } from '@/lib/http/wire'
import { RUN_LIST } from '@/lib/runs/filters'
import type { ListRunsInput, RunCounts } from '@/lib/runs/schema'
import { RUN_TABS } from '@/lib/runs/tabs'
import { formatInteger } from '@/lib/time/format-quantity'

interface RunTabsProps {
  filters: ListRunsInput
  fleet: Fleet
  counts: RunCounts | undefined
}

export function RunTabs({ filters, fleet, counts }: RunTabsProps) {
  const current = RUN_TABS.tabOf(filters)
  return (
    <Tabs
      label="Views"
      items={RUN_TABS.tabs.map((tab) => ({
        href: RUN_LIST.href({ filters: RUN_TABS.filtersOf(tab, filters) }, fleet),
        label: tab.label,
        current: tab.id === current.id,
        count: counts ? formatInteger(counts[tab.id]) : null,
        tone: tab.id === 'attention' && counts && counts.attention > 0 ? 'warn' : undefined,
      }))}
    />
  )
}
