'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Popover } from '@/components/ui/popover'
import type { Fleet } from '@/lib/http/wire'
import { endOfDay } from '@/lib/runs/filter-chips'
import { change, parseRunsView, runQuery, runsHref } from '@/lib/runs/filters'
import type { ListRunsInput, RunSummary } from '@/lib/runs/schema'
import { FilterField } from './filter-field'
import { FILTER_FIELDS, type FilterFieldId, suggestionsFrom } from './filter-fields'

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
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [field, setField] = useState(first)
  const fieldId = useId()
  const show = (next: boolean) => {
    setOpen(next)
    if (next) setField(first)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setOpen(false)
    router.push(runsHref({ filters: withForm(filters, new FormData(event.currentTarget)) }, fleet), { scroll: false })
  }
  const trigger = (
    <button type="button" className={cx(buttonClass({ size: 'sm' }), 'border-line-strong! border-dashed! text-2')}>
      + {label}
    </button>
  )
  return (
    <Popover trigger={trigger} label="Add a filter" open={open} onOpenChange={show}>
      <form onSubmit={submit} className="grid w-60 gap-2 text-13">
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
        <FilterField key={field} field={field} filters={filters} suggestions={suggestionsFrom(rows, field)} />
        <Button type="submit" look="primary" className="justify-self-start">
          Add filter
        </Button>
      </form>
    </Popover>
  )
}

/** The filters with the fields of the form; what the schema refuses is left out. `to` names the last day inside. */
function withForm(filters: ListRunsInput, form: FormData): ListRunsInput {
  const texts: Record<string, string> = { ...runQuery(change(filters, {})) }
  for (const [key, value] of form) {
    if (typeof value !== 'string') continue
    if (value === '') delete texts[key]
    else texts[key] = key === 'to' ? endOfDay(value) : value
  }
  return parseRunsView(texts).filters
}
