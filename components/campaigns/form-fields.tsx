'use client'

import { type ReactNode, useId } from 'react'
import { cx } from '@/components/ui/cx'

const CONTROL = 'w-full rounded-md border bg-surface px-2 text-13 text-1'
const lineOf = (fault: string | undefined) => (fault ? 'border-bad' : 'border-line-strong')

interface FieldProps {
  label: string
  hint?: string
  fault?: string | undefined
}

/** Names of a control and of what is said about it. */
function useField({ hint, fault }: Pick<FieldProps, 'hint' | 'fault'>) {
  const id = useId()
  const said = [...(hint ? [`${id}hint`] : []), ...(fault ? [`${id}fault`] : [])]
  return {
    id,
    control: { id, 'aria-invalid': fault !== undefined, 'aria-describedby': said.join(' ') || undefined },
  }
}

function Labelled({ id, label, hint, fault, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <span className="text-12 text-2">
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <span id={`${id}hint`} className="text-3">
            {' '}
            · {hint}
          </span>
        ) : null}
      </span>
      {children}
      {fault ? (
        <span id={`${id}fault`} role="alert" className="text-12 text-bad">
          {fault}
        </span>
      ) : null}
    </div>
  )
}

interface TextProps extends FieldProps {
  value: string
  max?: number
  onValue: (value: string) => void
}

export function TextField({ value, max = 300, onValue, ...field }: TextProps) {
  const { id, control } = useField(field)
  return (
    <Labelled id={id} {...field}>
      <input
        {...control}
        value={value}
        maxLength={max}
        autoComplete="off"
        onChange={(event) => onValue(event.target.value)}
        className={cx(CONTROL, 'h-8', lineOf(field.fault))}
      />
    </Labelled>
  )
}

export function AreaField({ value, onValue, ...field }: TextProps) {
  const { id, control } = useField(field)
  return (
    <Labelled id={id} {...field}>
      <textarea
        {...control}
        value={value}
        rows={2}
        spellCheck={false}
        onChange={(event) => onValue(event.target.value)}
        className={cx(CONTROL, 'py-1.5 font-mono text-12', lineOf(field.fault))}
      />
    </Labelled>
  )
}

interface ChoiceProps<T extends string> extends FieldProps {
  value: T
  options: readonly T[]
  onValue: (value: T) => void
}

export function ChoiceField<T extends string>({ value, options, onValue, ...field }: ChoiceProps<T>) {
  const { id, control } = useField(field)
  const choose = (text: string) => {
    const chosen = options.find((option) => option === text)
    if (chosen !== undefined) onValue(chosen)
  }
  return (
    <Labelled id={id} {...field}>
      <select
        {...control}
        value={value}
        onChange={(event) => choose(event.target.value)}
        className={cx(CONTROL, 'h-8', lineOf(field.fault))}
      >
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </Labelled>
  )
}
