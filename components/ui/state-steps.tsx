import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { ToneShape } from '@/components/ui/tone-shape'
import type { Status } from '@/lib/model/status'
import { STATUS_WORDS } from '@/lib/runs/status'

/** One of the states that a record goes through: what the source said, in our words, what evidence says. */
export function StateStep({ label, about, children }: { label: string; about: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-1 py-0.5">
      <span className="text-12 text-2">{label}</span>
      <span className="flex min-w-0 items-center gap-2 font-semibold text-14 md:text-16">{children}</span>
      <span className="text-12 text-3 wrap-anywhere">{about}</span>
    </div>
  )
}

/** How a state relates to the one before it. */
export function StateBetween({ sign, words, loud = false }: { sign: string; words: string; loud?: boolean }) {
  return (
    <div
      className={cx(
        'self-center justify-self-center text-20 max-md:hidden',
        loud ? 'font-semibold text-warn' : 'text-3',
      )}
    >
      <span aria-hidden="true">{sign}</span>
      <span className="sr-only">{words}</span>
    </div>
  )
}

/** A state in our words, with its shape. */
export function StateWord({ status }: { status: Status }) {
  const { label, tone } = STATUS_WORDS[status]
  return (
    <>
      <ToneShape tone={tone} running={status === 'running'} className="size-3" />
      {label}
    </>
  )
}
