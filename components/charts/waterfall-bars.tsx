'use client'

import { useId } from 'react'
import { Bar, BarChart, type BarShapeProps, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { fillColour } from '@/components/charts/fills'
import { useWidth } from '@/components/ui/use-width'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import { tickText } from '@/lib/charts/ticks'
import type { WaterfallModel, WaterfallSlot } from '@/lib/charts/waterfall-model'

const ROW = 26
const AXIS = 24
const FIRST_WIDTH = 1184
const NARROW = 560
const VALUES = 92
const TICK = { fontSize: 11, fill: 'var(--text-3)' }

interface WaterfallBarsProps {
  /** Read out when the chart gets the focus. */
  name: string
  model: WaterfallModel
  /** A value with its sign. */
  format: (value: number) => string
}

/** The drawing: one row a part, values at the right. Arrow keys walk the parts and show the same as the pointer. */
export function WaterfallBars({ name, model, format }: WaterfallBarsProps) {
  const hatch = useId()
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const narrow = width < NARROW
  const labels = narrow ? 104 : 220
  const byKey = new Map(model.slots.map((slot) => [slot.key, slot]))
  const nameOf = (key: string) => middleTruncate(plainText(byKey.get(key)?.label ?? key), narrow ? 16 : 34)
  return (
    <div ref={ref}>
      <BarChart
        width={width}
        height={model.slots.length * ROW + AXIS}
        data={model.slots}
        layout="vertical"
        margin={{ top: 0, right: VALUES, bottom: 0, left: 0 }}
        barCategoryGap={5}
        aria-label={`${name}. Arrow keys move from part to part.`}
      >
        <defs>
          <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0v5" stroke="var(--surface)" strokeWidth={2} />
          </pattern>
        </defs>
        <CartesianGrid horizontal={false} stroke="var(--line)" shapeRendering="crispEdges" />
        <XAxis
          type="number"
          height={AXIS}
          axisLine={false}
          tickLine={false}
          tick={TICK}
          tickFormatter={tickText}
          ticks={narrow ? model.ticks.filter((_, index) => index % 2 === 0) : model.ticks}
          domain={[model.ticks[0] ?? 0, model.ticks.at(-1) ?? 1]}
          interval={0}
        />
        <YAxis
          type="category"
          dataKey="key"
          width={labels}
          axisLine={false}
          tickLine={false}
          tick={{ ...TICK, fill: 'var(--text-2)' }}
          tickFormatter={nameOf}
          interval={0}
        />
        <ReferenceLine x={0} stroke="var(--line-strong)" />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--hover)' }}
          content={({ active, label }) => {
            const slot = active ? byKey.get(String(label)) : undefined
            return slot ? <SlotTooltip slot={slot} format={format} /> : null
          }}
        />
        <Bar
          dataKey={({ from, to }: WaterfallSlot) => [from, to]}
          isAnimationActive={false}
          shape={(props: BarShapeProps) => (
            <SlotBar {...props} slot={model.slots[props.index]} hatch={hatch} right={width} format={format} />
          )}
        />
      </BarChart>
    </div>
  )
}

const colourOf = ({ value, isTotal }: WaterfallSlot) => fillColour(isTotal ? 's-other' : (value ?? 0) > 0 ? 's3' : 's2')

interface SlotBarProps extends Pick<BarShapeProps, 'x' | 'y' | 'width' | 'height'> {
  slot: WaterfallSlot | undefined
  hatch: string
  right: number
  format: (value: number) => string
}

/** A bar may run to the left: its box is turned round. A value that rounds to nothing is still a hairline. */
function SlotBar({ x, y, width, height, slot, hatch, right, format }: SlotBarProps) {
  if (!slot) return null
  const box = { x: Math.min(x, x + width), y, width: Math.max(1, Math.abs(width)), height: Math.max(1, height) }
  return (
    <g>
      {slot.value === null ? null : <rect {...box} fill={colourOf(slot)} />}
      {slot.value === null || slot.doubt === null ? null : <rect {...box} fill={`url(#${hatch})`} opacity={0.45} />}
      <text
        x={right - 4}
        y={y + height / 2 + 4}
        textAnchor="end"
        className={slot.isTotal ? 'fill-1 font-semibold text-12' : 'fill-2 text-12'}
      >
        {slot.value === null ? 'not recorded' : format(slot.value)}
      </text>
    </g>
  )
}

function SlotTooltip({ slot, format }: { slot: WaterfallSlot; format: (value: number) => string }) {
  return (
    <div aria-live="polite" className="overlay grid min-w-40 max-w-72 gap-1 px-2.5 py-2 text-12">
      <bdi className="text-2 wrap-anywhere">{plainText(slot.label, 120)}</bdi>
      <b>{slot.value === null ? 'not recorded' : format(slot.value)}</b>
      {slot.isTotal || slot.value === null ? null : <span className="text-2">{format(slot.to)} up to here</span>}
      {slot.doubt === null ? null : <span className="text-3">{slot.doubt}</span>}
    </div>
  )
}
