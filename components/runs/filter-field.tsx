'use client'

import { useId } from 'react'
import { dayBefore } from '@/lib/runs/filter-chips'
import type { ListRunsInput } from '@/lib/runs/schema'
import { FILTER_FIELDS, type FilterFieldId } from './filter-fields'

const CONTROL = 'h-8 w-full rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1'
const LABEL = 'grid gap-1 text-12 text-2'

interface FilterFieldProps {
  field: FilterFieldId
  filters: ListRunsInput
  suggestions: readonly string[]
}

/** The control for the value of one filter. Its name is the name in the address. */
export function FilterField({ field, filters, suggestions }: FilterFieldProps) {
  const listId = useId()
  if (field === 'time') return <TimeFields filters={filters} />
  const known = FILTER_FIELDS.find(({ id }) => id === field)
  const options = known && 'options' in known ? known.options : null
  if (options) {
    return (
      <label className={LABEL}>
        Value
        <select name={field} defaultValue={filters[field] ?? ''} className={CONTROL}>
          <option value="">any</option>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
    )
  }
  return (
    <label className={LABEL}>
      Value, exactly
      <input name={field} defaultValue={filters[field] ?? ''} list={listId} maxLength={300} className={CONTROL} />
      <datalist id={listId}>
        {suggestions.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </label>
  )
}

function TimeFields({ filters }: { filters: ListRunsInput }) {
  return (
    <div className="grid grid-cols-2 gap-2">
      <label className={LABEL}>
        From, UTC
        <input type="date" name="from" defaultValue={filters.from?.slice(0, 10) ?? ''} className={CONTROL} />
      </label>
      <label className={LABEL}>
        To, inclusive
        <input type="date" name="to" defaultValue={filters.to ? dayBefore(filters.to) : ''} className={CONTROL} />
      </label>
    </div>
  )
}
