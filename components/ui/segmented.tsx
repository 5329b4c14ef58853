'use client'

import { useId } from 'react'
import { cx } from '@/components/ui/cx'

interface SegmentedProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

/** One of a few choices, all in sight; radio buttons underneath. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  const name = useId()
  return (
    <fieldset className="inline-flex h-8 overflow-hidden rounded-md border border-line md:h-7">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cx(
            'inline-flex cursor-pointer items-center border-line px-2.5 text-12 not-first-of-type:border-l has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2',
            option.value === value ? 'bg-selected font-semibold text-1' : 'text-2 hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
