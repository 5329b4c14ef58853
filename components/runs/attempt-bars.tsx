import { plainText } from '@/components/ui/visible-text'
import type { TimelineBar, TimelineRow } from '@/lib/runs/phase-timeline'
import type { TimeAxis } from '@/lib/runs/time-axis'

const HEIGHT = 32
const TOP = 10
const THICK = 12

const FILL = {
  accepted: 'fill-s-other',
  failed: 'fill-bad',
  unknown: 'fill-transparent stroke-line-strong',
  span: 'fill-transparent stroke-line-strong [stroke-dasharray:3_2]',
} as const satisfies Record<TimelineBar['kind'], string>

/** One phase on the axis: attempts as bars, doctor calls as diamonds above, a word where nothing happened. */
export function AttemptBars({ row, axis, width }: { row: TimelineRow; axis: TimeAxis; width: number }) {
  return (
    <svg
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={plainText(row.summary || 'no times', 600)}
      className="block"
    >
      {axis.ticks.map(({ x }) => (
        <path key={x} d={`M${x.toFixed(1)} 0V${HEIGHT}`} className="stroke-line" shapeRendering="crispEdges" />
      ))}
      {row.bars.map((bar) => (
        <Bar key={bar.key} bar={bar} />
      ))}
      {row.doctor.map(({ key, x, title }) => (
        <path key={key} d={`M${x.toFixed(1)} 1.5l3.5 3.5-3.5 3.5-3.5-3.5z`} className="fill-s5">
          <title>{title}</title>
        </path>
      ))}
      {row.note ? (
        <text x={row.note.x} y="20" textAnchor={row.note.anchor} className="fill-3 text-11">
          {plainText(row.note.text, 120)}
        </text>
      ) : null}
    </svg>
  )
}

function Bar({ bar }: { bar: TimelineBar }) {
  const shape = { x: bar.x, y: TOP, width: bar.width, height: THICK, rx: 1.5 }
  return (
    <g>
      <title>{plainText(bar.title)}</title>
      <rect {...shape} className={FILL[bar.kind]} />
      {bar.kind === 'failed' ? <rect {...shape} fill="url(#hatch)" opacity="0.45" /> : null}
    </g>
  )
}

/** The labels of the axis, in the head of the table. */
export function AxisLabels({ axis, width }: { axis: TimeAxis; width: number }) {
  return (
    <svg width={width} height={HEIGHT} aria-hidden="true" className="block">
      {axis.ticks.map(({ x, label }) => (
        <text key={x} x={x} y="21" textAnchor="middle" className="fill-3 font-normal text-11">
          {label}
        </text>
      ))}
    </svg>
  )
}

/** What the marks mean. */
export function TimelineLegend() {
  const box = { width: 22, height: 12, rx: 1.5 }
  return (
    <>
      <span className="inline-flex items-center gap-1">
        <svg width="22" height="12" aria-hidden="true">
          <rect {...box} className="fill-s-other" />
        </svg>
        accepted
      </span>
      <span className="inline-flex items-center gap-1">
        <svg width="22" height="12" aria-hidden="true">
          <rect {...box} className="fill-bad" />
          <rect {...box} fill="url(#hatch)" opacity="0.45" />
        </svg>
        failed attempt
      </span>
      <span className="inline-flex items-center gap-1">
        <svg width="22" height="12" aria-hidden="true">
          <rect x="0.5" y="0.5" width="21" height="11" rx="1.5" className="fill-transparent stroke-line-strong" />
        </svg>
        not known
      </span>
      <span className="inline-flex items-center gap-1">
        <svg width="9" height="9" aria-hidden="true">
          <path d="M4.500 0 9 4.500 4.500 9 0 4.500z" className="fill-s5" />
        </svg>
        doctor call
      </span>
    </>
  )
}
