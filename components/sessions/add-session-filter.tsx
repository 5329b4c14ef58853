'use client'

import { useState } from 'react'
import { FilterChoice, FilterDay, FilterText } from '@/components/lists/filter-controls'
import { FilterPopover } from '@/components/lists/filter-popover'
import type { Fleet } from '@/lib/http/wire'
import { SYSTEMS } from '@/lib/model/systems'
import { STATUS_OPTIONS } from '@/lib/runs/status'
import { SESSION_LIST } from '@/lib/sessions/filters'
import type { ListSessionsInput, SessionSummary } from '@/lib/sessions/schema'

const SYSTEM_OPTIONS = SYSTEMS.map((value) => ({ value, label: value }))

interface AddSessionFilterProps {
  filters: ListSessionsInput
  fleet: Fleet
  /** Rows on the page: their values are offered. */
  rows: readonly SessionSummary[]
}

/** A dashed chip that opens a small form with every filter of the list. */
export function AddSessionFilter({ filters, fleet, rows }: AddSessionFilterProps) {
  const [open, setOpen] = useState(false)
  const { status, system, model, project, taskId, from, to } = filters
  return (
    <FilterPopover
      label="filter"
      title="Filters"
      submit="Filter"
      open={open}
      onOpenChange={setOpen}
      hrefOf={(form) => SESSION_LIST.href({ filters: SESSION_LIST.withForm(filters, form) }, fleet)}
      className="w-64"
    >
      <FilterChoice name="status" label="Evidence says" value={status} options={STATUS_OPTIONS} />
      <FilterChoice name="system" label="System" value={system} options={SYSTEM_OPTIONS} />
      <FilterText name="model" label="Model, exactly" value={model} held={rows.flatMap((row) => row.models)} />
      <FilterText name="project" label="Project, exactly" value={project} held={rows.map((row) => row.project)} />
      <FilterText name="taskId" label="Task, exactly" value={taskId} held={rows.map((row) => row.taskId)} />
      <div className="grid grid-cols-2 gap-2">
        <FilterDay name="from" label="From, UTC" value={from} />
        <FilterDay name="to" label="Before" value={to} />
      </div>
    </FilterPopover>
  )
}
