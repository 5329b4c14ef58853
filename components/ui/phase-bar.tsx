import { cx } from '@/components/ui/cx'

interface PhaseBarProps {
  done: number
  failed: number
  running?: number
  total: number
  /** Failed in red: only in rows that need someone, dark grey elsewhere. */
  loud?: boolean
}

const WIDTH = 56
const HEIGHT = 6

/**
 * Shares of done, failed and running phases as one small bar; the caller writes the numbers beside it.
 * Drawn with attributes only: the content security policy allows no inline styles.
 */
export function PhaseBar({ done, failed, running = 0, total, loud = false }: PhaseBarProps) {
  const scale = total > 0 ? WIDTH / total : 0
  const parts = [
    { key: 'done', width: done * scale, className: 'fill-s-other' },
    { key: 'failed', width: failed * scale, className: loud ? 'fill-bad' : 'fill-2' },
    { key: 'running', width: running * scale, className: 'fill-info' },
  ]
  let x = 0
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="inline-block h-1.5 w-14 flex-none overflow-hidden rounded-sm bg-line align-middle"
      preserveAspectRatio="none"
    >
      {parts.map(({ key, width, className }) => {
        const at = x
        x += width
        if (width <= 0) return null
        return (
          <rect
            key={key}
            x={at}
            width={Math.max(1, width - (x < WIDTH ? 1 : 0))}
            height={HEIGHT}
            className={cx(className)}
          />
        )
      })}
    </svg>
  )
}
