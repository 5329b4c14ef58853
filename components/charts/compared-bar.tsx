import type { BarFill } from '@/lib/charts/bar-model'
import { CAP, type ComparedLayout, type DrawnSlot } from '@/lib/charts/compared-bars'

const DASHED = { fill: 'none', stroke: 'var(--text-3)', strokeDasharray: '3 2' } as const

/** Keeps a label readable where a line of the box runs through it. */
const HALO = { stroke: 'var(--surface)', strokeWidth: 3, paintOrder: 'stroke' } as const

interface ComparedBarProps {
  drawn: DrawnSlot
  layout: ComparedLayout
  /** Writes the sum above the bar; null where there is no room. */
  label: ((value: number) => string) | null
  colour: (fill: BarFill) => string
}

/** One day: the earlier one as a dashed box, the bar, a dashed cap where it is at least this much, a dash for no record. */
export function ComparedBar({ drawn, layout, label, colour }: ComparedBarProps) {
  const { slot, centre, segments, before, top } = drawn
  const left = centre - layout.barWidth / 2
  const hasCap = slot.isLowerBound && slot.total !== null
  return (
    <g>
      {before ? <rect {...before} {...DASHED} data-bar="before" /> : null}
      {segments.map(({ fill, index, ...box }) =>
        slot.filling ? (
          <rect
            key={index}
            {...box}
            data-bar="filling"
            fill={colour(fill)}
            fillOpacity={0.3}
            stroke={colour(fill)}
            strokeDasharray="3 2"
          />
        ) : (
          <rect key={index} {...box} data-bar="segment" fill={colour(fill)} />
        ),
      )}
      {hasCap ? (
        <path
          data-bar="at-least"
          d={`M${left} ${top - 1}v${-CAP}h${layout.barWidth}v${CAP}`}
          {...DASHED}
          stroke="var(--text-2)"
        />
      ) : null}
      {slot.total === null ? (
        <text data-bar="no-record" x={centre} y={layout.base - 5} textAnchor="middle" fill="var(--text-3)">
          –
        </text>
      ) : label ? (
        <text x={centre} y={top - (hasCap ? CAP + 5 : 5)} textAnchor="middle" fill="var(--text-2)" {...HALO}>
          {slot.isLowerBound ? '≥ ' : ''}
          {label(slot.total)}
        </text>
      ) : null}
    </g>
  )
}
