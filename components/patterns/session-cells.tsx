import { cx } from '@/components/ui/cx'
import type { SessionCell } from '@/lib/patterns/schema'
import { formatInteger } from '@/lib/time/format-quantity'

/** The last sessions of the project by number; filled: it was seen there. */
export function SessionCells({ cells }: { cells: readonly SessionCell[] }) {
  const hit = cells.filter((cell) => cell.hit).map(({ n }) => formatInteger(n))
  const words = `Seen in ${hit.length === 0 ? 'none' : `session ${hit.join(', ')}`} of the last ${cells.length} sessions`
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className="inline-flex max-w-full gap-0.5 overflow-hidden align-middle"
    >
      {cells.map(({ n, id, hit: isHit }) => (
        <span
          key={id}
          aria-hidden="true"
          className={cx(
            'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border px-px text-11 leading-none',
            isHit ? 'border-transparent bg-2 text-surface' : 'border-line text-3',
          )}
        >
          {n}
        </span>
      ))}
    </span>
  )
}
