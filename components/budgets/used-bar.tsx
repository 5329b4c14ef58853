import { cx } from '@/components/ui/cx'
import type { TargetWire } from '@/lib/budgets/schema'

const FILLS = { over: 'bg-bad', cannot_tell: 'bg-warn', within: 'bg-ok' } as const

/** The share of a cap as a length; a mark at the cap when more was used. The numbers stand beside it. */
export function UsedBar({ target: { share, state } }: { target: TargetWire }) {
  const used = share ?? 0
  const width = Math.min(used, 1)
  const capAt = used > 1 ? 1 / used : 1
  return (
    <span aria-hidden="true" className="relative block h-2 w-full min-w-24 max-w-80 bg-sunken">
      <i className={cx('block h-full', FILLS[state])} style={{ width: `${width * 100}%` }} />
      {used > 1 ? <i className="absolute inset-y-[-3px] w-0.5 bg-surface" style={{ left: `${capAt * 100}%` }} /> : null}
    </span>
  )
}
