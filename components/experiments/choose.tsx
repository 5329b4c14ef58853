'use client'

import { middleTruncate, plainText } from '@/components/ui/visible-text'

const LABEL_MAX = 48

interface ChooseProps {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChoose: (value: string) => void
}

/** One of several values; the one in force is offered even where the list lacks it. */
export function Choose({ label, value, options, onChoose }: ChooseProps) {
  const isListed = options.some((option) => option.value === value)
  const offered = isListed ? options : [{ value, label: value }, ...options]
  return (
    <label className="inline-flex min-w-0 items-center gap-1.5 text-12 text-2">
      {label}
      <select
        value={value}
        onChange={(event) => onChoose(event.target.value)}
        className="h-8 min-w-0 max-w-80 rounded-md max-md:max-w-60 border border-line-strong bg-surface px-1.5 text-13 text-1 md:h-7"
      >
        {offered.map((option) => (
          <option key={option.value} value={option.value}>
            {plainText(middleTruncate(option.label, LABEL_MAX))}
          </option>
        ))}
      </select>
    </label>
  )
}
