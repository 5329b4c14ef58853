import { type ReactNode, useId } from 'react'
import { cx } from '@/components/ui/cx'
import { Pill } from '@/components/ui/status'

interface SectionProps {
  title: string
  /** A mark before the title: "at least". */
  before?: ReactNode
  count?: number | string
  /** One line beside the title: what this shows, in which order. */
  meta?: ReactNode
  /** Links and small buttons at the right. */
  actions?: ReactNode
  children: ReactNode
  className?: string
}

/** A part of a page. Parts are divided by a hairline, never boxed. */
export function Section({ title, before, count, meta, actions, children, className }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={cx('section pt-4', className)}>
      <div className="mb-2 flex min-h-6 flex-wrap items-baseline gap-x-2 gap-y-0.5">
        <h2 id={id} className="font-semibold text-14">
          {before}
          {title}
        </h2>
        {count === undefined ? null : <Pill>{count}</Pill>}
        {meta ? <span className="text-12 text-3">{meta}</span> : null}
        {actions ? (
          <span className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-12">{actions}</span>
        ) : null}
      </div>
      {children}
    </section>
  )
}

/** Facts as label and value, one a line. */
export function Facts({
  facts,
  className,
}: {
  facts: readonly { label: string; value: ReactNode }[]
  className?: string
}) {
  return (
    <dl className={cx('grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-13', className)}>
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-12 text-2 leading-[18px]">{label}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
