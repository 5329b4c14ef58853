import type { ReactNode } from 'react'
import { Pill } from '@/components/ui/status'

interface SectionProps {
  /** The fragment by which numbers above link here. */
  id: string
  title: string
  count?: string | number
  /** What it is, in a few pale words. */
  about?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** One part of a page: a heading, a hairline above, nothing else. */
export function Section({ id, title, count, about, actions, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-14 border-line pt-4 not-first:mt-5 not-first:border-t [ul+&]:mt-0! [ul+&]:border-t-0!"
    >
      <div className="mb-2 flex min-h-6 flex-wrap items-baseline gap-x-2 gap-y-0.5">
        <h2 id={`${id}-title`} className="font-semibold text-14">
          {title}
        </h2>
        {count === undefined ? null : <Pill>{count}</Pill>}
        {about ? <span className="text-12 text-3">{about}</span> : null}
        {actions ? (
          <span className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-2 max-md:ml-0 max-md:w-full">
            {actions}
          </span>
        ) : null}
      </div>
      {children}
    </section>
  )
}
