import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { ToneShape } from '@/components/ui/tone-shape'
import type { Tone } from '@/lib/tone'

export interface StripNumber {
  label: string
  /** The number, or words such as "not known" with `unknown`. */
  value: ReactNode
  unknown?: boolean
  /** What it is compared with. */
  detail?: ReactNode
  tone?: Tone | undefined
  href?: string | undefined
  title?: string
}

/** The few numbers a page begins with; each may be a link to the rows behind it. */
export function NumberStrip({ label, numbers }: { label: string; numbers: readonly StripNumber[] }) {
  return (
    <section
      aria-label={label}
      className="bleed page-x relative flex overflow-x-auto border-line border-b [scrollbar-width:none]"
      // It scrolls sideways on narrow screens, and a keyboard must reach that: by its links, else by itself.
      {...(numbers.some(({ href }) => href) ? {} : { tabIndex: 0 })}
    >
      {numbers.map((number) => (
        <StripCell key={number.label} {...number} />
      ))}
    </section>
  )
}

const CELL =
  'grid min-w-37 flex-1 basis-0 content-start gap-0.5 border-line border-l py-3.5 pr-4 pl-4 first:border-l-0 first:pl-0 max-md:pr-2'

function StripCell({ label, value, unknown = false, detail, tone, href, title }: StripNumber) {
  const body = (
    <>
      <span className="flex items-center gap-1.5 text-12 text-2">
        {tone ? <ToneShape tone={tone} /> : null}
        {label}
      </span>
      <span
        className={cx(
          'whitespace-nowrap',
          unknown
            ? 'text-20 text-3 leading-7'
            : 'font-semibold text-24 tracking-tight [&_.text-3]:font-normal [&_.text-3]:text-14 [&_[data-mark]]:text-20!',
        )}
      >
        {value}
      </span>
      {detail ? <span className="text-12 text-3">{detail}</span> : null}
    </>
  )
  if (!href) {
    return (
      <div title={title} className={CELL}>
        {body}
      </div>
    )
  }
  return (
    <Link href={href} title={title} className={cx(CELL, 'hover:bg-hover focus-visible:outline-offset-[-2px]')}>
      {body}
    </Link>
  )
}
