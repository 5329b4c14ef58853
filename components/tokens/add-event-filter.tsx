'use client'

import { useState } from 'react'
import { FilterDay, FilterText } from '@/components/lists/filter-controls'
import { FilterPopover } from '@/components/lists/filter-popover'
import type { Fleet } from '@/lib/http/wire'
import { dayBefore, formFields } from '@/lib/lists/time-span'
import { EVENT_LIST } from '@/lib/usage-events/filters'
import type { ListUsageEventsInput, UsageEventWire } from '@/lib/usage-events/schema'

interface AddEventFilterProps {
  filters: ListUsageEventsInput
  fleet: Fleet
  rows: readonly UsageEventWire[]
}

/** A dashed chip that opens a small form with the filters people type. */
export function AddEventFilter({ filters, fleet, rows }: AddEventFilterProps) {
  const [open, setOpen] = useState(false)
  const field = (name: 'system' | 'provider' | 'model' | 'role' | 'purpose', label: string) => (
    <FilterText name={name} label={label} value={filters[name]} held={rows.map((row) => row[name])} />
  )
  return (
    <FilterPopover
      label="filter"
      title="Filters"
      submit="Filter"
      open={open}
      onOpenChange={setOpen}
      hrefOf={(form) => EVENT_LIST.href({ filters: EVENT_LIST.withForm(filters, formFields(form)) }, fleet)}
      className="w-64"
    >
      {field('model', 'Model')}
      {field('provider', 'Provider')}
      {field('role', 'Role')}
      {field('purpose', 'Purpose')}
      {field('system', 'System')}
      <FilterText name="runId" label="Run" value={filters.runId} held={rows.map(({ runId }) => runId)} />
      <FilterText name="project" label="Project" value={filters.project} held={[]} />
      <div className="grid grid-cols-2 gap-2">
        <FilterDay name="from" label="From, UTC" value={filters.from} />
        <FilterDay name="to" label="To, inclusive" value={filters.to && dayBefore(filters.to)} />
      </div>
    </FilterPopover>
  )
}
