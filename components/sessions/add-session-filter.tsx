'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Popover } from '@/components/ui/popover'
import type { Fleet } from '@/lib/http/wire'
import { SYSTEMS } from '@/lib/model/systems'
import { STATUS_OPTIONS } from '@/lib/runs/status'
import { change, parseSessionsView, sessionQuery, sessionsHref } from '@/lib/sessions/filters'
import type { ListSessionsInput, SessionSummary } from '@/lib/sessions/schema'

const CONTROL = 'h-8 w-full rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1'
const LABEL = 'grid gap-1 text-12 text-2'
const SUGGESTED_MAX = 100

interface AddSessionFilterProps {
  filters: ListSessionsInput
  fleet: Fleet
  /** Rows on the page: their values are offered. */
  rows: readonly SessionSummary[]
}

/** A dashed chip that opens a small form with every filter of the list. */
export function AddSessionFilter({ filters, fleet, rows }: AddSessionFilterProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setOpen(false)
    const next = withForm(filters, new FormData(event.currentTarget))
    router.push(sessionsHref({ filters: next }, fleet), { scroll: false })
  }
  const trigger = (
    <button type="button" className={cx(buttonClass({ size: 'sm' }), 'border-line-strong! border-dashed! text-2')}>
      + filter
    </button>
  )
  const texts = { filters, rows }
  return (
    <Popover trigger={trigger} label="Filters" open={open} onOpenChange={setOpen}>
      <form onSubmit={submit} className="grid w-64 gap-2 text-13">
        <Choice name="status" label="Evidence says" value={filters.status} options={STATUS_OPTIONS} />
        <Choice
          name="system"
          label="System"
          value={filters.system}
          options={SYSTEMS.map((value) => ({ value, label: value }))}
        />
        <Text name="model" label="Model, exactly" {...texts} of={(row) => row.models} />
        <Text name="project" label="Project, exactly" {...texts} of={(row) => [row.project]} />
        <Text name="taskId" label="Task, exactly" {...texts} of={(row) => [row.taskId]} />
        <div className="grid grid-cols-2 gap-2">
          <Day name="from" label="From, UTC" value={filters.from} />
          <Day name="to" label="Before" value={filters.to} />
        </div>
        <Button type="submit" look="primary" className="justify-self-start">
          Filter
        </Button>
      </form>
    </Popover>
  )
}

interface ChoiceProps {
  name: keyof ListSessionsInput
  label: string
  value: string | undefined
  options: readonly { value: string; label: string }[]
}

function Choice({ name, label, value, options }: ChoiceProps) {
  return (
    <label className={LABEL}>
      {label}
      <select name={name} defaultValue={value ?? ''} className={CONTROL}>
        <option value="">any</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

interface TextProps {
  name: 'model' | 'project' | 'taskId'
  label: string
  filters: ListSessionsInput
  rows: readonly SessionSummary[]
  /** What a row offers for this field. */
  of: (row: SessionSummary) => readonly (string | null)[]
}

function Text({ name, label, filters, rows, of }: TextProps) {
  const listId = useId()
  const offered = [...new Set(rows.flatMap(of))]
    .filter((value) => value !== null && value.length <= 300)
    .sort()
    .slice(0, SUGGESTED_MAX)
  return (
    <label className={LABEL}>
      {label}
      <input name={name} defaultValue={filters[name] ?? ''} list={listId} maxLength={300} className={CONTROL} />
      <datalist id={listId}>
        {offered.map((value) => (
          <option key={value} value={value ?? ''} />
        ))}
      </datalist>
    </label>
  )
}

function Day({ name, label, value }: { name: 'from' | 'to'; label: string; value: string | undefined }) {
  return (
    <label className={LABEL}>
      {label}
      <input type="date" name={name} defaultValue={value?.slice(0, 10) ?? ''} className={CONTROL} />
    </label>
  )
}

/** The filters with the fields of the form; what the schema refuses is left out. */
function withForm(filters: ListSessionsInput, form: FormData): ListSessionsInput {
  const texts: Record<string, string> = { ...sessionQuery(change(filters, {})) }
  for (const [key, value] of form) {
    if (typeof value !== 'string') continue
    if (value === '') delete texts[key]
    else texts[key] = value
  }
  return parseSessionsView(texts).filters
}
