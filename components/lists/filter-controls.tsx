'use client'

import { useId } from 'react'

const CONTROL = 'h-8 w-full rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1'
const LABEL = 'grid gap-1 text-12 text-2'
const TEXT_MAX = 300
const OFFERED_MAX = 100

interface ControlProps {
  /** As it stands in the address. */
  name: string
  label: string
  value: string | undefined
}

/** One of a closed list of values, or any. */
export function FilterChoice(props: ControlProps & { options: readonly { value: string; label: string }[] }) {
  const { name, label, value, options } = props
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

/** A text; offers what the rows on the page hold. */
export function FilterText({ name, label, value, held }: ControlProps & { held: readonly (string | null)[] }) {
  const listId = useId()
  const offered = [...new Set(held)]
    .filter((text) => text !== null)
    .filter((text) => text.length <= TEXT_MAX)
    .sort()
    .slice(0, OFFERED_MAX)
  return (
    <label className={LABEL}>
      {label}
      <input name={name} defaultValue={value ?? ''} list={listId} maxLength={TEXT_MAX} className={CONTROL} />
      <datalist id={listId}>
        {offered.map((text) => (
          <option key={text} value={text} />
        ))}
      </datalist>
    </label>
  )
}

/** A day in UTC. */
export function FilterDay({ name, label, value }: ControlProps) {
  return (
    <label className={LABEL}>
      {label}
      <input type="date" name={name} defaultValue={value?.slice(0, 10) ?? ''} className={CONTROL} />
    </label>
  )
}
