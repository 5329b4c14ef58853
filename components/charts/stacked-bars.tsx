'use client'

import { useId } from 'react'
import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { BarTooltip } from '@/components/charts/bar-tooltip'
import { fillColour } from '@/components/charts/fills'
import type { BarModel, BarSeries } from '@/lib/charts/bar-model'
import { dayLabel } from '@/lib/charts/bar-model'
import { labelledKeys, tickText } from '@/lib/charts/ticks'

const LABELS_MAX = 5
const TICK = { fontSize: 11, fill: 'var(--text-3)' }
const MARGIN = { top: 10, right: 12, bottom: 0, left: 0 }

interface StackedBarsProps {
  /** Read out when the chart gets the focus. */
  name: string
  model: BarModel
  day: string | null
  onDay: (day: string | null) => void
}

/** The drawing. Arrow keys walk the days and show the same tooltip as the pointer. */
export function StackedBars({ name, model, day, onDay }: StackedBarsProps) {
  const hatch = useId()
  const data = model.slots.map(({ day: key, values }) => ({ day: key, values }))
  const days = model.slots.map((slot) => slot.day)
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={data}
        margin={MARGIN}
        barCategoryGap="8%"
        aria-label={`${name}. Arrow keys move from day to day.`}
        onMouseMove={({ activeLabel }) => onDay(typeof activeLabel === 'string' ? activeLabel : null)}
        onMouseLeave={() => onDay(null)}
      >
        <defs>
          <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0v5" stroke="var(--surface)" strokeWidth={2} />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" shapeRendering="crispEdges" />
        <YAxis
          width={44}
          axisLine={false}
          tickLine={false}
          tick={TICK}
          tickFormatter={tickText}
          ticks={model.ticks}
          domain={[0, model.ticks.at(-1) ?? 1]}
          interval={0}
        />
        <XAxis
          dataKey="day"
          height={20}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tickLine={false}
          tick={TICK}
          tickFormatter={dayLabel}
          ticks={labelledKeys(days, LABELS_MAX)}
          interval={0}
        />
        {day === null ? null : <ReferenceLine x={day} stroke="var(--text-3)" strokeWidth={1} />}
        <Tooltip
          isAnimationActive={false}
          cursor={false}
          allowEscapeViewBox={{ x: false, y: true }}
          content={({ active, label }) => (active ? <BarTooltip model={model} day={String(label)} /> : null)}
        />
        {model.series.map((series, index) => (
          <Bar
            key={series.key}
            name={series.label}
            dataKey={(row: { values: readonly (number | null)[] }) => row.values[index]}
            stackId="day"
            isAnimationActive={false}
            shape={(props: BarShapeProps) => (
              <Segment {...props} series={series} hatch={hatch} filling={model.slots[props.index]?.filling ?? false} />
            )}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}

interface SegmentProps extends Pick<BarShapeProps, 'x' | 'y' | 'width' | 'height'> {
  series: BarSeries
  hatch: string
  filling: boolean
}

/** One day of one series; a hairline of the page stands between two segments. */
function Segment({ x, y, width, height, series, hatch, filling }: SegmentProps) {
  if (!(height > 0) || !(width > 0)) return null
  const colour = fillColour(series.fill)
  const box = { x, y: y + 0.5, width, height: Math.max(0.5, height - 1) }
  if (filling) {
    const inner = { x: x + 0.5, y: y + 1, width: Math.max(0, width - 1), height: Math.max(0.5, height - 1.5) }
    return <rect {...inner} fill={colour} fillOpacity={0.25} stroke={colour} strokeDasharray="3 2" />
  }
  return (
    <g>
      <rect {...box} fill={colour} />
      {series.hatched ? <rect {...box} fill={`url(#${hatch})`} opacity={0.45} /> : null}
    </g>
  )
}
