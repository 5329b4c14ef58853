import { Fragment, type ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { joinParts, type Part } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

interface NotRecordedProps {
  /** Why there is nothing: "the source records no price". */
  reason: string
  /** Words in place of the dash, where a number would stand alone. */
  words?: string
  className?: string
}

/** Nothing was recorded: a pale dash, or words, with the reason. Never a zero, never blank. */
export function NotRecorded({ reason, words, className }: NotRecordedProps) {
  return (
    <span title={reason} className={cx('text-3', className)}>
      {words ?? (
        <>
          <span aria-hidden="true">–</span>
          <span className="sr-only">not recorded</span>
        </>
      )}
      <span className="sr-only">: {reason}</span>
    </span>
  )
}

interface QuantityProps {
  parts: Part | readonly Part[]
  /** At least this much. */
  lowerBound?: boolean
  title?: string
  className?: string
}

const isList = (parts: Part | readonly Part[]): parts is readonly Part[] => Array.isArray(parts)

/** Numbers with paler units on one baseline: "≥ 51 m 24 s". */
export function Quantity({ parts, lowerBound = false, title, className }: QuantityProps) {
  const list = isList(parts) ? parts : [parts]
  return (
    <span
      title={title ?? (lowerBound ? `at least ${joinParts(list)}` : undefined)}
      className={cx('whitespace-nowrap', className)}
    >
      {lowerBound ? <LowerBound /> : null}
      {list.map(({ value, unit }, index) => (
        <Fragment key={unit}>
          {index > 0 ? ' ' : null}
          {value}
          {unit ? <Unit>{unit}</Unit> : null}
        </Fragment>
      ))}
    </span>
  )
}

/** A unit beside its number; line-height 1 keeps the baseline of the row. */
export function Unit({ children }: { children: ReactNode }) {
  return <span className="pl-[0.18em] text-3 leading-none">{children}</span>
}

/** The mark of "at least". */
export function LowerBound() {
  return (
    <span data-mark="lower-bound" className="pr-0.5 text-3 leading-none">
      <span aria-hidden="true">≥</span>
      <span className="sr-only">at least </span>
    </span>
  )
}

interface NumProps {
  value: number | null | undefined
  /** Said in the title when the value is null. */
  reason?: string
  unit?: string
  lowerBound?: boolean
  className?: string
}

/** A whole number with all its digits, or the dash of "not recorded". */
export function Num({ value, reason = 'not recorded', unit = '', lowerBound = false, className }: NumProps) {
  if (value === null || value === undefined) return <NotRecorded reason={reason} />
  return (
    <Quantity
      parts={{ value: formatInteger(value), unit }}
      lowerBound={lowerBound}
      {...(className ? { className } : {})}
    />
  )
}
