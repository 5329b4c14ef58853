'use client'

import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { fillColour } from '@/components/charts/fills'
import { useWidth } from '@/components/ui/use-width'
import { plainText } from '@/components/ui/visible-text'
import { type LineLayout, type LineModel, layoutLines, nearestPoint, type PlacedPoint } from '@/lib/charts/line-layout'
import { tickText } from '@/lib/charts/ticks'

const HEIGHT = 220
const MARGIN = { height: HEIGHT, left: 56, right: 12, top: 12, bottom: 24 }
const FIRST_WIDTH = 1184
const DASHED = { strokeDasharray: '4 3', strokeWidth: 1.5 }

interface LineChartProps {
  /** Question and summary, read out with the focus. */
  name: string
  model: LineModel
  yTick?: (value: number) => string
  xTick?: (value: number) => string
  /** What is known of one point, for the pointer and the arrow keys. */
  about: (point: PlacedPoint) => ReactNode
}

/** The drawing at its final width. Arrow keys walk the points from left to right. */
export function LineChart({ name, model, yTick = tickText, xTick = tickText, about }: LineChartProps) {
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const [hand, setHand] = useState<number | null>(null)
  const layout = layoutLines(model, { ...MARGIN, width })
  if (layout === null) return <p className="text-3">There is no value to draw.</p>
  const point = hand === null ? undefined : layout.walk[hand]
  const onMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setHand(nearestPoint(layout, event.clientX - box.left, event.clientY - box.top))
  }
  return (
    <div
      ref={ref}
      role="application"
      aria-label={`${name}. Arrow keys move from point to point.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the points
      tabIndex={0}
      className="relative touch-pan-y select-none overflow-x-clip"
      onKeyDown={(event) => walk(event, hand, layout.walk.length, setHand)}
      onBlur={() => setHand(null)}
      onPointerMove={onMove}
      onPointerLeave={() => setHand(null)}
    >
      <svg aria-hidden="true" width={width} height={HEIGHT} className="block text-11">
        <Axes layout={layout} width={width} yTick={yTick} xTick={xTick} />
        {layout.series.map((series) => (
          <g key={series.key} fill="none" stroke={fillColour(series.fill)}>
            {series.band ? <path d={series.band} fill={fillColour(series.fill)} opacity={0.12} stroke="none" /> : null}
            {series.path ? <path d={series.path} strokeWidth={1.5} /> : null}
            {series.form === 'points' || series.points.length === 1
              ? series.points.map(({ key, px, py }) => (
                  <circle key={key} cx={px} cy={py} r={3} fill={fillColour(series.fill)} stroke="var(--surface)" />
                ))
              : null}
          </g>
        ))}
        {point ? <Mark point={point} /> : null}
      </svg>
      {point ? (
        <div
          aria-live="polite"
          className="overlay pointer-events-none absolute top-0 z-10 grid max-w-72 gap-1 px-2.5 py-2 text-12"
          style={point.px > width / 2 ? { right: width - point.px + 12 } : { left: point.px + 12 }}
        >
          {about(point)}
        </div>
      ) : null}
    </div>
  )
}

function walk(event: KeyboardEvent, hand: number | null, count: number, move: (to: number | null) => void) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (event.key === 'Escape') move(null)
  if (step === undefined || count === 0) return
  event.preventDefault()
  const from = hand ?? (step > 0 ? -1 : count)
  move(Math.max(0, Math.min(count - 1, from + step)))
}

function Mark({ point: { px, py } }: { point: PlacedPoint }) {
  return (
    <>
      <path
        d={`M${px.toFixed(1)} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}`}
        stroke="var(--text-3)"
        strokeDasharray="1 2"
      />
      <circle cx={px} cy={py} r={5} fill="none" stroke="var(--text)" strokeWidth={1.5} />
    </>
  )
}

interface AxesProps {
  layout: LineLayout
  width: number
  yTick: (value: number) => string
  xTick: (value: number) => string
}

function Axes({ layout, width, yTick, xTick }: AxesProps) {
  return (
    <g fill="var(--text-3)">
      {layout.yTicks.map(({ value, py }) => (
        <g key={value}>
          <path
            d={`M${MARGIN.left} ${Math.round(py) + 0.5}H${width}`}
            stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'}
          />
          <text x={MARGIN.left - 8} y={py + 4} textAnchor="end">
            {yTick(value)}
          </text>
        </g>
      ))}
      {layout.xTicks.map(({ value, px }) => (
        <text
          key={value}
          x={px}
          y={HEIGHT - 6}
          textAnchor={px > width - 24 ? 'end' : px < MARGIN.left + 8 ? 'start' : 'middle'}
        >
          {xTick(value)}
        </text>
      ))}
      {layout.references.map(({ label, py }) => (
        <g key={label}>
          <path d={`M${MARGIN.left} ${py.toFixed(1)}H${width}`} stroke="var(--text-3)" {...DASHED} />
          <text x={width} y={py - 4} textAnchor="end" className="fill-2">
            {plainText(label, 40)}
          </text>
        </g>
      ))}
    </g>
  )
}
