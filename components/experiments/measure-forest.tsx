'use client'

import { useWidth } from '@/components/ui/use-width'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import type { MeasureRow } from '@/lib/experiments/measure-rows'
import { bareEffect, tickEffect } from '@/lib/experiments/number-words'
import { type ValueAxis, valueAxis } from '@/lib/experiments/value-axis'

const FIRST_WIDTH = 1184
const [ROW, FOOT, RIGHT] = [22, 22, 72]
const [NAMES, NAMES_NARROW, NARROW] = [240, 130, 640]

interface Drawn {
  row: MeasureRow
  estimate: number
  low: number
  high: number
}

interface MeasureForestProps {
  metric: ExperimentMetric
  rows: readonly MeasureRow[]
}

/** Every interval of the primary scale on one axis, over the band of the primary one. */
export function MeasureForest({ metric, rows }: MeasureForestProps) {
  const primary = rows.find(({ isPrimary }) => isPrimary)
  const scale = primary?.scale ?? 'difference'
  const drawn = rows.flatMap((row): Drawn[] =>
    row.scale !== scale || row.estimate === null || row.ci === null
      ? []
      : [{ row, estimate: row.estimate, low: row.ci[0], high: row.ci[1] }],
  )
  // One interval alone stands above already.
  if (drawn.length < 2) return null
  return (
    <figure className="m-0 pt-4" aria-label="The intervals of all measures">
      <figcaption className="pb-1 font-semibold text-13">
        Intervals side by side{' '}
        <span className="pl-1 font-normal text-12 text-3">
          {scale === 'ratio' ? 'treatment / control' : 'treatment − control'}; the band is the primary one
        </span>
      </figcaption>
      <Forest metric={metric} drawn={drawn} scale={scale} />
    </figure>
  )
}

interface ForestProps {
  metric: ExperimentMetric
  drawn: readonly Drawn[]
  scale: MeasureRow['scale']
}

function Forest({ metric, drawn, scale }: ForestProps) {
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const none = scale === 'ratio' ? 1 : 0
  const axis = valueAxis(
    [none, ...drawn.flatMap(({ estimate, low, high }) => [estimate, low, high])],
    { from: width < NARROW ? NAMES_NARROW : NAMES, to: width - RIGHT },
    scale === 'ratio',
  )
  const height = drawn.length * ROW
  const band = drawn.find(({ row }) => row.isPrimary)
  const zero = Math.round(axis.at(none)) + 0.5
  return (
    <div ref={ref} className="overflow-x-clip">
      <svg aria-hidden="true" width={width} height={height + FOOT} className="block text-11">
        {band ? (
          <rect
            x={axis.at(band.low)}
            width={Math.max(1, axis.at(band.high) - axis.at(band.low))}
            height={height}
            fill="var(--s1)"
            opacity={0.12}
          />
        ) : null}
        {axis.ticks.map(({ value, px }) => (
          <g key={value} fill="var(--text-3)">
            <path d={`M${Math.round(px) + 0.5} 0V${height}`} stroke="var(--line)" />
            <text x={px} y={height + 16} textAnchor="middle">
              {tickEffect(metric, scale, value)}
            </text>
          </g>
        ))}
        <path d={`M${zero} 0V${height}`} stroke="var(--line-strong)" />
        {drawn.map((one, index) => (
          <Line key={one.row.id} one={one} axis={axis} y={(index + 0.5) * ROW} />
        ))}
        {drawn.map(({ row, estimate }, index) => (
          <text key={row.id} x={width} y={(index + 0.5) * ROW + 4} textAnchor="end" className="fill-2">
            {bareEffect(metric, scale, estimate)}
          </text>
        ))}
      </svg>
    </div>
  )
}

function Line({ one: { row, estimate, low, high }, axis, y }: { one: Drawn; axis: ValueAxis; y: number }) {
  const size = row.isPrimary ? 10 : 7
  return (
    <g>
      <text x={0} y={y + 4} className={row.isPrimary ? 'fill-1 font-semibold' : 'fill-2'}>
        {row.measure}
      </text>
      <path d={`M${axis.at(low)} ${y}H${axis.at(high)}`} stroke="var(--text-2)" strokeWidth={1.2} />
      <rect x={axis.at(estimate) - size / 2} y={y - size / 2} width={size} height={size} fill="var(--s1)" />
    </g>
  )
}
