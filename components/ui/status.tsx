import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { ToneShape } from '@/components/ui/tone-shape'
import { TONE_TEXT, TONE_TINT, type Tone } from '@/lib/tone'

interface StatusProps {
  tone: Tone
  children: ReactNode
  /** Broken ring that turns: only with tone `info`, while the thing runs. */
  running?: boolean
  title?: string
  className?: string
}

/** Coloured shape, word in the text colour: for dense tables. */
export function StatusMark({ tone, children, running = false, title, className }: StatusProps) {
  return (
    <span title={title} className={cx('inline-flex items-center gap-1.5 whitespace-nowrap text-12', className)}>
      <ToneShape tone={tone} running={running} />
      {children}
    </span>
  )
}

/** Shape, coloured word and tint: only for what needs someone. */
export function Badge({ tone, children, running = false, title, className }: StatusProps) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-5 items-center gap-[5px] whitespace-nowrap rounded-sm pr-[7px] pl-1.5 text-12',
        TONE_TINT[tone],
        TONE_TEXT[tone],
        className,
      )}
    >
      <ToneShape tone={tone} running={running} />
      {children}
    </span>
  )
}

/** A property of a thing, in a hairline box; `tone` only when the property itself needs someone. */
export function Tag({ children, tone, title }: { children: ReactNode; tone?: Tone; title?: string }) {
  return (
    <span
      title={title}
      className={cx(
        'inline-block h-[18px] max-w-full truncate rounded-sm border px-[5px] align-middle text-11 leading-4',
        tone ? cx(TONE_TEXT[tone], 'border-current') : 'border-line text-2',
      )}
    >
      {children}
    </span>
  )
}

/** A count beside its label. Never animates. */
export function Pill({ children, tone }: { children: ReactNode; tone?: Tone }) {
  return (
    <span
      className={cx(
        'inline-flex h-4 min-w-4 items-center justify-center rounded-lg px-[5px] font-normal text-11',
        tone ? cx(TONE_TINT[tone], TONE_TEXT[tone]) : 'bg-idle-tint text-2',
      )}
    >
      {children}
    </span>
  )
}

const HOW = {
  measured: { className: 'border-line-strong text-2', title: 'Measured: recorded by the source, event by event' },
  reported: { className: 'border-line-strong text-2', title: 'Reported: the source itself states it' },
  computed: {
    className: 'border-line-strong border-dashed text-2',
    title: 'Computed: tokens times the rates of a price table',
  },
  counted: {
    className: 'border-line-strong border-dashed text-2',
    title: 'Counted: the source counted it, nobody metered it',
  },
  estimated: {
    className: 'border-dotted border-current bg-warn-tint text-warn',
    title: 'Estimated: computed from samples or a constant',
  },
} as const

/** How a number is known. */
export function HowBadge({ how }: { how: keyof typeof HOW }) {
  return (
    <span
      title={HOW[how].title}
      className={cx('inline-flex h-[18px] items-center rounded-sm border px-1.5 text-11', HOW[how].className)}
    >
      {how}
    </span>
  )
}
