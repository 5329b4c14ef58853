'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { SearchBox } from '@/components/ui/search-box'
import { plainText } from '@/components/ui/visible-text'
import type { JobView } from '@/lib/jobs/job-view'
import type { JobPlace } from './use-job-place'

interface Option {
  value: string
  label: string
}

interface PartSelectProps {
  place: JobPlace
  /** The field of the address. */
  name: keyof JobView
  label: string
  options: readonly Option[]
  /** The choice that narrows nothing; null: one is always chosen. */
  any?: string | null
}

/** One of the values of a part; the choice stands in the address. */
export function PartSelect({ place, name, label, options, any = 'any' }: PartSelectProps) {
  const set = place.view[name]?.toString() ?? ''
  const isOffered = set === '' || options.some(({ value }) => value === set)
  return (
    <label className="inline-flex min-w-0 items-center gap-1.5 text-12 text-2">
      {label}
      <select
        value={set}
        onChange={(event) => place.set(name, event.target.value)}
        className="h-8 min-w-0 max-w-56 rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1 md:h-7"
      >
        {any === null ? null : <option value="">{any}</option>}
        {isOffered ? null : <option value={set}>{plainText(set, 60)}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {plainText(option.label, 80)}
          </option>
        ))}
      </select>
    </label>
  )
}

export function PartSearch({ place, placeholder, label }: { place: JobPlace; placeholder: string; label: string }) {
  return (
    <SearchBox
      asked={place.view.q ?? ''}
      onAsk={(text) => place.set('q', text)}
      placeholder={placeholder}
      label={label}
    />
  )
}

/** Chart or table of the same numbers. */
export function ChartOrTable({ place, what }: { place: JobPlace; what: string }) {
  const isTable = place.view.as === 'table'
  const label = isTable ? 'View as chart' : 'View as table'
  return (
    <button
      type="button"
      className="text-accent hover:underline"
      aria-label={`${label}: ${what}`}
      onClick={() => place.go({ as: isTable ? 'chart' : 'table' })}
    >
      {label} <span className="text-3 max-md:hidden">(t)</span>
    </button>
  )
}

interface PartToolbarProps {
  place: JobPlace
  /** The fields that narrow this part. */
  narrowing: readonly (keyof JobView)[]
  children: ReactNode
}

/** What narrows a part of the page, and the way back to all of it. */
export function PartToolbar({ place, narrowing, children }: PartToolbarProps) {
  const isNarrowed = narrowing.some((name) => place.view[name] !== undefined)
  return (
    <div role="toolbar" aria-label="Filters" className="flex min-h-10 flex-wrap items-center gap-2 pb-2">
      {children}
      {isNarrowed ? (
        <Button
          look="ghost"
          size="sm"
          onClick={() => place.go(Object.fromEntries(narrowing.map((name) => [name, undefined])))}
        >
          Reset
        </Button>
      ) : null}
    </div>
  )
}
