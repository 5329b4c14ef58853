'use client'

import { useState } from 'react'
import { FilterChoice, FilterDay, FilterText } from '@/components/lists/filter-controls'
import { FilterPopover } from '@/components/lists/filter-popover'
import type { Fleet } from '@/lib/http/wire'
import { dayBefore, formFields } from '@/lib/lists/time-span'
import { SYSTEMS } from '@/lib/model/systems'
import { PATTERN_LIST } from '@/lib/patterns/filters'
import { PATTERN_STATES } from '@/lib/patterns/pattern-states'
import type { ListPatternsInput, PatternSummary } from '@/lib/patterns/schema'
import { TRENDS } from '@/lib/patterns/trends'
import { PATTERN_STATE_WORDS, TREND_WORDS } from '@/lib/patterns/words'
import { CAUSE_OPTIONS } from '@/lib/runs/status'

const SYSTEM_OPTIONS = SYSTEMS.map((value) => ({ value, label: value }))
const STATE_OPTIONS = PATTERN_STATES.map((value) => ({ value, label: PATTERN_STATE_WORDS[value].label }))
const TREND_OPTIONS = TRENDS.map((value) => ({ value, label: TREND_WORDS[value] }))

interface AddPatternFilterProps {
  filters: ListPatternsInput
  fleet: Fleet
  /** Rows on the page: their values are offered. */
  rows: readonly PatternSummary[]
}

/** A dashed chip that opens a small form with every filter of the list. */
export function AddPatternFilter({ filters, fleet, rows }: AddPatternFilterProps) {
  const [open, setOpen] = useState(false)
  const { cause, type, trend, state, system, project, owner, from, to, newSince } = filters
  return (
    <FilterPopover
      label="filter"
      title="Filters"
      submit="Filter"
      open={open}
      onOpenChange={setOpen}
      hrefOf={(form) => PATTERN_LIST.href({ filters: PATTERN_LIST.withForm(filters, formFields(form)) }, fleet)}
      className="w-72"
    >
      <div className="grid grid-cols-2 gap-2">
        <FilterChoice name="cause" label="Cause" value={cause} options={CAUSE_OPTIONS} />
        <FilterChoice name="trend" label="Trend" value={trend} options={TREND_OPTIONS} />
        <FilterChoice name="state" label="State" value={state} options={STATE_OPTIONS} />
        <FilterChoice name="system" label="System" value={system} options={SYSTEM_OPTIONS} />
      </div>
      <FilterText name="type" label="Type, exactly" value={type} held={rows.map((row) => row.errorType)} />
      <FilterText name="project" label="Project, exactly" value={project} held={rows.flatMap((row) => row.projects)} />
      <FilterText name="owner" label="Owner, exactly" value={owner} held={rows.map((row) => row.owner)} />
      <div className="grid grid-cols-2 gap-2">
        <FilterDay name="from" label="Seen from, UTC" value={from} />
        <FilterDay name="to" label="Seen to" value={to === undefined ? undefined : dayBefore(to)} />
        <FilterDay name="newSince" label="New since" value={newSince} />
      </div>
    </FilterPopover>
  )
}
