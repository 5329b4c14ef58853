'use client'

import { Tabs } from '@/components/ui/tabs'
import type { Fleet } from '@/lib/http/wire'
import { runsHref } from '@/lib/runs/filters'
import type { ListRunsInput, RunCounts } from '@/lib/runs/schema'
import { filtersOfView, RUN_VIEWS, viewOf } from '@/lib/runs/views'
import { formatInteger } from '@/lib/time/format-quantity'

interface RunTabsProps {
  filters: ListRunsInput
  fleet: Fleet
  counts: RunCounts | undefined
}

export function RunTabs({ filters, fleet, counts }: RunTabsProps) {
  const current = viewOf(filters)
  return (
    <Tabs
      label="Views"
      items={RUN_VIEWS.map((view) => ({
        href: runsHref({ filters: filtersOfView(view, filters) }, fleet),
        label: view.label,
        current: view.id === current.id,
        count: counts ? formatInteger(counts[view.id]) : null,
        tone: view.id === 'attention' && counts && counts.attention > 0 ? 'warn' : undefined,
      }))}
    />
  )
}
