'use client'

import { useId, useState } from 'react'
import { FilterChoice, FilterDay, FilterText } from '@/components/lists/filter-controls'
import { FilterPopover } from '@/components/lists/filter-popover'
import type { Fleet } from '@/lib/http/wire'
import { dayBefore, formFields } from '@/lib/lists/time-span'
import { RUN_LIST } from '@/lib/runs/filters'
import type { ListRunsInput, RunSummary } from '@/lib/runs/schema'
import { FILTER_FIELDS, type FilterFieldId, heldBy } from './filter-fields'

interface AddFilterProps {
  filters: ListRunsInput
  fleet: Fleet
  /** Rows on the page: their values are offered. */
  rows: readonly RunSummary[]
  /** Opens with this field chosen. */
  field: FilterFieldId
  label: string
}

/** A dashed chip that opens a small form: which field, which value. */
export function AddFilter({ filters, fleet, rows, field: first, label }: AddFilterProps) {
  const [open, setOpen] = useState(false)
  const [field, setField] = useState(first)
  const fieldId = useId()
  const show = (next: boolean) => {
    setOpen(next)
    if (next) setField(first)
  }
  return (
    <FilterPopover
      label={label}
      title="Add a filter"
      submit="Add filter"
      open={open}
      onOpenChange={show}
      hrefOf={(form) => RUN_LIST.href({ filters: RUN_LIST.withForm(filters, formFields(form)) }, fleet)}
      className="w-60"
    >
      <label htmlFor={fieldId} className="grid gap-1 text-12 text-2">
        Field
        <select
          id={fieldId}
          value={field}
          onChange={(event) => setField(FILTER_FIELDS.find(({ id }) => id === event.target.value)?.id ?? first)}
          className="h-8 rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1"
        >
          {FILTER_FIELDS.map(({ id, label: name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Value key={field} field={field} filters={filters} rows={rows} />
    </FilterPopover>
  )
}

/** The control for the value of one filter. Its name is the name in the address. */
function Value({ field, filters, rows }: Pick<AddFilterProps, 'field' | 'filters' | 'rows'>) {
  if (field === 'time') {
    return (
      <div className="grid grid-cols-2 gap-2">
        <FilterDay name="from" label="From, UTC" value={filters.from} />
        <FilterDay name="to" label="To, inclusive" value={filters.to && dayBefore(filters.to)} />
      </div>
    )
  }
  const known = FILTER_FIELDS.find(({ id }) => id === field)
  return known && 'options' in known ? (
    <FilterChoice name={field} label="Value" value={filters[field]} options={known.options} />
  ) : (
    <FilterText name={field} label="Value, exactly" value={filters[field]} held={heldBy(rows, field)} />
  )
}
