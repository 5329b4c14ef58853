'use client'

import { NoRows } from '@/components/lists/no-rows'
import { Command } from '@/components/ui/copy'
import type { Fleet } from '@/lib/http/wire'
import { OVERRIDE_LIST, type OverrideFilters, overrideChips } from '@/lib/pairs/override-list'

const ALL = { id: 'all', label: 'All' }

export function NoOverrides({ filters, fleet }: { filters: OverrideFilters; fleet: Fleet }) {
  return (
    <NoRows
      address={OVERRIDE_LIST}
      filters={filters}
      fleet={fleet}
      what="override"
      tab={ALL}
      chips={overrideChips(filters)}
    >
      <p>
        A comparison that is refused can be shown nevertheless, with a reason. Each such reason stands here, with who
        gave it, when, and which checks it set aside.
      </p>
      <Command>npx pitwall pairs check CONTROL TREATMENT --override REASON</Command>
    </NoRows>
  )
}
