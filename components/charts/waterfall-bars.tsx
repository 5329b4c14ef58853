'use client'

import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react'
import { Bar, BarChart, type BarShapeProps, CartesianGrid, ReferenceLine, XAxis, YAxis } from 'recharts'
import { fillColour } from '@/components/charts/fills'
import { useWidth } from '@/components/ui/use-width'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import { tickText } from '@/lib/charts/ticks'
import type { WaterfallModel, WaterfallSlot } from '@/lib/charts/waterfall-model'
import { NBSP } from '@/lib/time/format'

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
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const [hand, setHand] = useState<number | null>(null)
  const rows = model.slots.length
  const current = hand === null ? undefined : model.slots[hand]
  const onMove = (event: PointerEvent<HTMLElement>) => {
    const row = Math.floor((event.clientY - event.currentTarget.getBoundingClientRect().top) / ROW)
    setHand(row >= 0 && row < rows ? row : null)
  }
  return (
    <div
      ref={ref}
      role="application"
      aria-label={`${name}. Arrow keys move from part to part.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the parts
      tabIndex={0}
      className="relative"
      onKeyDown={(event) => walk(event, hand, rows, setHand)}
      onBlur={() => setHand(null)}
      onPointerMove={onMove}
      onPointerLeave={() => setHand(null)}
    >
      {hand === null ? null : (
        <div aria-hidden="true" className="absolute inset-x-0 bg-hover" style={{ top: hand * ROW, height: ROW }} />
      )}
      <div aria-hidden="true" className="relative">
        <Drawing model={model} width={width} format={format} />
      </div>
      {current && hand !== null ? (
        <div
          aria-live="polite"
          className="overlay pointer-events-none absolute right-26 z-10 grid max-w-60 gap-1 px-2.5 py-2 text-12"
          style={hand > rows / 2 ? { bottom: (rows - hand) * ROW + AXIS + 4 } : { top: (hand + 1) * ROW + 4 }}
        >
          <SlotDetail slot={current} format={format} />
        </div>
      ) : null}
    </div>
  )
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

function walk(event: KeyboardEvent, hand: number | null, count: number, move: (to: number | null) => void) {
  if (event.metaKey || event.ctrlKey || event.altKey) return
  if (event.key === 'Escape') move(null)
  const step = STEPS[event.key]
  if (step === undefined) return
  event.preventDefault()
  event.stopPropagation()
  move(Math.max(0, Math.min(count - 1, (hand ?? (step > 0 ? -1 : count)) + step)))
}

/** Every second tick on a narrow screen, zero among those that stay. */
function shownTicks(ticks: readonly number[], narrow: boolean): number[] {
  const zero = Math.max(0, ticks.indexOf(0))
  return ticks.filter((_, index) => !narrow || (index - zero) % 2 === 0)
}

function Drawing({ model, width, format }: Omit<WaterfallBarsProps, 'name'> & { width: number }) {
  const hatch = useId()
  const narrow = width < NARROW
  const byKey = new Map(model.slots.map((slot) => [slot.key, slot]))
  const nameOf = (key: string) =>
    middleTruncate(plainText(byKey.get(key)?.label ?? key), narrow ? 15 : 34).replaceAll(' ', NBSP)
  return (
    <BarChart
      width={width}
      height={model.slots.length * ROW + AXIS}
      data={model.slots}
      layout="vertical"
      accessibilityLayer={false}
      margin={{ top: 0, right: VALUES, bottom: 0, left: 0 }}
      barCategoryGap={5}
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
        tickFormatter={(value: number) => tickText(value).replace('-', '\u2212')}
        ticks={shownTicks(model.ticks, narrow)}
        domain={[model.ticks[0] ?? 0, model.ticks.at(-1) ?? 1]}
        interval={0}
      />
      <YAxis
        type="category"
        dataKey="key"
        width={narrow ? 104 : 220}
        axisLine={false}
        tickLine={false}
        tick={{ ...TICK, fill: 'var(--text-2)' }}
        tickFormatter={nameOf}
        interval={0}
      />
      <ReferenceLine x={0} stroke="var(--line-strong)" />
      <Bar
        dataKey={({ from, to }: WaterfallSlot) => [from, to]}
        isAnimationActive={false}
        shape={(props: BarShapeProps) => (
          <SlotBar {...props} slot={model.slots[props.index]} hatch={hatch} right={width} format={format} />
        )}
      />
    </BarChart>
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

function SlotDetail({ slot, format }: { slot: WaterfallSlot; format: (value: number) => string }) {
  return (
    <>
      <bdi className="text-2 wrap-anywhere">{plainText(slot.label, 120)}</bdi>
      <b>{slot.value === null ? 'not recorded' : format(slot.value)}</b>
      {slot.isTotal || slot.value === null ? null : <span className="text-2">{format(slot.to)} up to here</span>}
      {slot.doubt === null ? null : <span className="text-3">{slot.doubt}</span>}
    </>
  )
}
