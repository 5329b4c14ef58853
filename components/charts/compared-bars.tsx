'use client'

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { fillColour } from '@/components/charts/fills'
import { useWidth } from '@/components/ui/use-width'
import { dayLabel } from '@/lib/charts/bar-model'
import { type ComparedLayout, type ComparedModel, layoutComparedBars, slotAt } from '@/lib/charts/compared-bars'
import { labelledKeys } from '@/lib/charts/ticks'
import { ComparedBar } from './compared-bar'

const HEIGHT = 196
const MARGIN = { height: HEIGHT, left: 48, top: 20, bottom: 20 }
const FIRST_WIDTH = 1184
const LABEL_WIDTH = 64
const HALF_LABEL = 20
const VALUE_WIDTH = 46
const DRAG_MIN = 8

interface ComparedBarsProps {
  /** Question and summary, read out with the focus. */
  name: string
  model: ComparedModel
  format: (value: number) => string
  tick: (value: number) => string
  /** What is known of one day, for the pointer and the arrow keys. */
  about: (index: number) => ReactNode
  /** What one bar is: a day, a week. */
  slot: string
  /** Bars marked with the pointer or by keys: from the first to the last position. */
  onNarrow: (first: number, last: number) => void
  onWiden: () => void
  /** The records behind one bar. */
  onOpen: (index: number) => void
}

interface Marks {
  /** The bar in hand. */
  hand: number | null
  /** Where a marked stretch began. */
  anchor: number | null
}

const NOTHING: Marks = { hand: null, anchor: null }

/** The drawing at its final width. Arrow keys walk the bars; dragging, or shift with the arrows, marks some of them. */
export function ComparedBars(props: ComparedBarsProps) {
  const { name, model, format, tick, about, slot, onNarrow, onWiden, onOpen } = props
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const [{ hand, anchor }, setMarks] = useState(NOTHING)
  const setHand = (index: number | null) => setMarks({ hand: index, anchor: null })
  const layout = layoutComparedBars(model, { ...MARGIN, width })
  const { drag, handlers } = useDrag(layout, setHand, onNarrow)
  const current = hand === null ? undefined : layout.slots[hand]
  const marked = drag ?? (hand === null || anchor === null ? null : rangeOf(anchor, hand))
  const act: Record<MarkAct, () => void> = {
    narrow: () => hand !== null && onNarrow(marked?.first ?? hand, marked?.last ?? hand),
    open: () => hand !== null && onOpen(hand),
  }
  return (
    <div
      ref={ref}
      role="application"
      aria-label={`${name}. Arrow keys move from ${slot} to ${slot}, with shift they mark, Enter narrows, E shows the events.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the bars
      tabIndex={0}
      className="relative touch-pan-y select-none overflow-x-clip"
      onKeyDown={(event) => onKey(event, { hand, anchor }, layout.slots.length, setMarks, act)}
      onBlur={() => setHand(null)}
      onDoubleClick={onWiden}
      {...handlers}
    >
      <svg aria-hidden="true" width={width} height={HEIGHT} className="block text-11">
        <Axes layout={layout} width={width} tick={tick} />
        {marked ? <Marked layout={layout} first={marked.first} last={marked.last} /> : null}
        {current ? (
          <path d={`M${current.centre} ${MARGIN.top}V${layout.base}`} stroke="var(--text-3)" strokeDasharray="1 2" />
        ) : null}
        {layout.slots.map((drawn) => (
          <ComparedBar
            key={drawn.slot.day}
            drawn={drawn}
            layout={layout}
            label={layout.slotWidth >= VALUE_WIDTH ? format : null}
            colour={fillColour}
          />
        ))}
      </svg>
      {current && hand !== null && !drag ? (
        <div
          aria-live="polite"
          className="overlay pointer-events-none absolute top-0 z-10 grid min-w-44 gap-1 px-2.5 py-2 text-12"
          style={current.centre > width / 2 ? { right: width - current.centre + 12 } : { left: current.centre + 12 }}
        >
          {about(hand)}
        </div>
      ) : null}
    </div>
  )
}

const rangeOf = (a: number, b: number) => ({ first: Math.min(a, b), last: Math.max(a, b) })

type MarkAct = 'narrow' | 'open'
const ACTS: Readonly<Record<string, MarkAct>> = { Enter: 'narrow', e: 'open' }

function onKey(
  event: KeyboardEvent,
  { hand, anchor }: Marks,
  count: number,
  move: (to: Marks) => void,
  act: Record<MarkAct, () => void>,
) {
  if (event.metaKey || event.ctrlKey || event.altKey || count === 0) return
  const run = hand === null ? undefined : ACTS[event.key]
  const to = targetOf(event.key, hand, count)
  if (event.key === 'Escape' && hand !== null) move(NOTHING)
  else if (run) act[run]()
  else if (to !== null) move({ hand: to, anchor: event.shiftKey ? (anchor ?? hand ?? to) : null })
  else return
  event.preventDefault()
  event.stopPropagation()
}

/** The bar that a key leads to; null for other keys. */
function targetOf(key: string, hand: number | null, count: number): number | null {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key]
  if (step === undefined) return null
  return Math.max(0, Math.min(count - 1, (hand ?? (step > 0 ? -1 : count)) + step))
}

/** Pointer on the chart: the day below it, and the days marked while it is held. */
function useDrag(
  layout: ComparedLayout,
  setHand: (hand: number | null) => void,
  onNarrow: ComparedBarsProps['onNarrow'],
) {
  const start = useRef<number | null>(null)
  const [drag, setDrag] = useState<{ first: number; last: number } | null>(null)
  const place = (event: PointerEvent<HTMLElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button === 0 && event.pointerType === 'mouse') start.current = place(event)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const x = place(event)
      setHand(slotAt(layout, x))
      if (start.current === null || Math.abs(x - start.current) < DRAG_MIN) return
      const [a, b] = [slotAt(layout, start.current), slotAt(layout, x)]
      setDrag(rangeOf(a, b))
    },
    onPointerUp: () => {
      start.current = null
      if (drag) onNarrow(drag.first, drag.last)
      setDrag(null)
    },
    onPointerLeave: () => {
      start.current = null
      setDrag(null)
      setHand(null)
    },
  }
  return { drag, handlers }
}

function Axes({ layout, width, tick }: { layout: ComparedLayout; width: number; tick: (value: number) => string }) {
  const days = layout.slots.map(({ slot }) => slot.day)
  const most = layout.slotWidth >= 28 && days.length <= 31 ? days.length : Math.floor(width / LABEL_WIDTH)
  const labelled = new Set(labelledKeys(days, Math.max(2, most)))
  return (
    <g fill="var(--text-3)">
      {layout.ticks.map(({ value, y }) => (
        <g key={value}>
          <path
            d={`M${layout.left} ${Math.round(y) + 0.5}H${width}`}
            stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'}
          />
          <text x={layout.left - 8} y={y + 4} textAnchor="end">
            {tick(value)}
          </text>
        </g>
      ))}
      {layout.slots.map(({ slot: { day }, centre }, index) =>
        labelled.has(day) ? (
          <text
            key={day}
            x={centre > width - HALF_LABEL ? width : centre}
            y={HEIGHT - 4}
            textAnchor={centre > width - HALF_LABEL ? 'end' : 'middle'}
          >
            {most < days.length || index === 0 || index === days.length - 1 || day.endsWith('-01')
              ? dayLabel(day)
              : Number(day.slice(8))}
          </text>
        ) : null,
      )}
    </g>
  )
}

function Marked({ layout, first, last }: { layout: ComparedLayout; first: number; last: number }) {
  const x = layout.left + first * layout.slotWidth
  const width = (last - first + 1) * layout.slotWidth
  return <rect x={x} y={MARGIN.top} width={width} height={layout.base - MARGIN.top} fill="var(--selected)" />
}
