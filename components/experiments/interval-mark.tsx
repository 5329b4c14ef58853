import type { Scale } from '@/lib/experiments/number-words'
import type { ValueAxis } from '@/lib/experiments/value-axis'

interface IntervalMarkProps {
  estimate: number
  ci: readonly [number, number] | null
  /** Written instead of the interval when there is none. */
  why: string | null
  scale: Scale
  axis: ValueAxis
  /** The interval of all, behind. */
  band: readonly [number, number] | null
  /** Pairs behind the estimate: they make the square larger. */
  weight: number
  width: number
  height: number
}

/** One estimate with its interval, on the axis that its whole table shares. */
export function IntervalMark({ estimate, ci, why, scale, axis, band, weight, width, height }: IntervalMarkProps) {
  const [x, y] = [axis.at(estimate), height / 2]
  const none = Math.round(axis.at(scale === 'ratio' ? 1 : 0)) + 0.5
  const size = Math.min(14, 6 + Math.sqrt(weight) / 2)
  const isRight = x > width / 2
  return (
    <svg aria-hidden="true" width={width} height={height} className="block text-11">
      {band ? (
        <rect
          x={axis.at(band[0])}
          width={Math.max(1, axis.at(band[1]) - axis.at(band[0]))}
          height={height}
          fill="var(--s1)"
          opacity={0.12}
        />
      ) : null}
      <AxisGrid axis={axis} height={height} />
      <path d={`M${none} 0V${height}`} stroke="var(--line-strong)" />
      {ci ? (
        <>
          <path d={`M${axis.at(ci[0])} ${y}H${axis.at(ci[1])}`} stroke="var(--text-2)" strokeWidth={1.2} />
          <rect x={x - size / 2} y={y - size / 2} width={size} height={size} fill="var(--s1)" />
        </>
      ) : (
        <text x={isRight ? x - 8 : x + 8} y={y + 4} textAnchor={isRight ? 'end' : 'start'} className="fill-3">
          {why}
        </text>
      )}
    </svg>
  )
}

/** A line at each tick. */
export function AxisGrid({ axis, height }: { axis: ValueAxis; height: number }) {
  return axis.ticks.map(({ value, px }) => (
    <path key={value} d={`M${Math.round(px) + 0.5} 0V${height}`} stroke="var(--line)" />
  ))
}
