'use client'

import { type ReactNode, useId } from 'react'
import { cx } from '@/components/ui/cx'

const CONTROL = 'rounded-md border bg-surface px-2 text-13 text-1'
const LINE = 'h-8 md:h-7'
const border = (fault: string | undefined) => (fault === undefined ? 'border-line-strong' : 'border-bad')

interface FieldProps {
  label: string
  /** What it belongs to, for those who see nothing around it: "control". */
  of?: string
  /** What belongs into it, below it. */
  hint?: ReactNode
  /** What is wrong with what stands in it. */
  fault?: string | undefined
  className?: string
}

interface Named {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

/** A label, its control, and below it what is wrong or what belongs there. */
function Field({
  label,
  of,
  hint,
  fault,
  className,
  children,
}: FieldProps & { children: (named: Named) => ReactNode }) {
  const id = useId()
  const hasNote = fault !== undefined || hint !== undefined
  return (
    <div className={cx('grid min-w-0 content-start gap-1', className)}>
      <label htmlFor={id} className="text-12 text-2">
        {label}
        {of === undefined ? null : <span className="sr-only"> of {of}</span>}
      </label>
      {children({
        id,
        'aria-invalid': fault === undefined ? undefined : true,
        'aria-describedby': hasNote ? `${id}note` : undefined,
      })}
      {hasNote ? <Note id={`${id}note`} hint={hint} fault={fault} /> : null}
    </div>
  )
}

/** What is wrong replaces what belongs there. */
export function Note({ id, hint, fault }: Pick<FieldProps, 'hint' | 'fault'> & { id?: string }) {
  if (fault === undefined && hint === undefined) return null
  return (
    <p
      id={id}
      role={fault === undefined ? undefined : 'alert'}
      className={cx('text-12', fault ? 'text-bad' : 'text-3')}
    >
      {fault ?? hint}
    </p>
  )
}

interface TextProps extends FieldProps {
  value: string
  onValue: (text: string) => void
  /** Longest text that may be typed. */
  max?: number
  placeholder?: string
  inputMode?: 'decimal' | 'numeric'
  type?: 'text' | 'date' | 'datetime-local'
}

export function TextField({ value, onValue, max = 300, placeholder, inputMode, type, ...field }: TextProps) {
  return (
    <Field {...field}>
      {(named) => (
        <input
          {...named}
          type={type}
          value={value}
          maxLength={max}
          placeholder={placeholder}
          inputMode={inputMode}
          autoComplete="off"
          onChange={(event) => onValue(event.target.value)}
          className={cx(CONTROL, LINE, 'w-full', border(field.fault))}
        />
      )}
    </Field>
  )
}

export function LongTextField({ value, onValue, max, placeholder, rows, ...field }: TextProps & { rows: number }) {
  return (
    <Field {...field}>
      {(named) => (
        <textarea
          {...named}
          value={value}
          rows={rows}
          maxLength={max}
          placeholder={placeholder}
          onChange={(event) => onValue(event.target.value)}
          className={cx(CONTROL, 'w-full resize-y py-1.5', border(field.fault))}
        />
      )}
    </Field>
  )
}

interface ChoiceProps<T extends string> extends FieldProps {
  value: T
  options: readonly { value: T; label: string }[]
  onValue: (value: T) => void
}

export function ChoiceField<T extends string>({ value, options, onValue, ...field }: ChoiceProps<T>) {
  const choose = (text: string) => {
    const chosen = options.find((option) => option.value === text)
    if (chosen) onValue(chosen.value)
  }
  return (
    <Field {...field}>
      {(named) => (
        <select
          {...named}
          value={value}
          onChange={(event) => choose(event.target.value)}
          className={cx(CONTROL, LINE, 'w-full min-w-0 px-1.5', border(field.fault))}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface CheckProps {
  label: string
  checked: boolean
  onChecked: (checked: boolean) => void
  title?: string
}

export function Check({ label, checked, onChecked, title }: CheckProps) {
  return (
    <label title={title} className="inline-flex min-h-6 items-center gap-1.5 text-13">
      <input type="checkbox" checked={checked} onChange={(event) => onChecked(event.target.checked)} />
      {label}
    </label>
  )
}
