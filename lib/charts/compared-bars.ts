import type { BarFill } from './bar-model'
import { niceTicks } from './ticks'

/** Stacked bars of days with the same days of an earlier window behind them. */

export interface ComparedSlot {
  /** The first day of the slot, and the last. */
  day: string
  last: string
  values: readonly (number | null)[]
  total: number | null
  /** More was spent than was recorded. */
  isLowerBound: boolean
  filling: boolean
  beforeDay: string | null
  beforeLast: string | null
  before: number | null
}

export interface ComparedModel {
  series: readonly { key: string; label: string; fill: BarFill }[]
  slots: readonly ComparedSlot[]
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface DrawnSlot {
  slot: ComparedSlot
  centre: number
  segments: (Box & { fill: BarFill; index: number })[]
  before: Box | null
  /** Top of the bar, where the cap or the label stands. */
  top: number
}

export interface ComparedLayout {
  slots: DrawnSlot[]
  ticks: { value: number; y: number }[]
  slotWidth: number
  barWidth: number
  left: number
  base: number
}

const GAP = 1
const LEAST_HEIGHT = 1
export const CAP = 6

interface Size {
  width: number
  height: number
  left: number
  top: number
  bottom: number
}

/** Where everything stands. A bar of any amount is at least a pixel high, so that little is not nothing. */
export function layoutComparedBars({ series, slots }: ComparedModel, size: Size): ComparedLayout {
  const base = size.height - size.bottom
  const largest = Math.max(0, ...slots.flatMap(({ total, before }) => [total ?? 0, before ?? 0]))
  const values = niceTicks(largest)
  const scale = (base - size.top) / (values.at(-1) ?? 1)
  const slotWidth = (size.width - size.left) / Math.max(1, slots.length)
  const barWidth = Math.max(1, Math.min(56, slotWidth * 0.56))
  const boxWidth = Math.max(1, Math.min(72, slotWidth * 0.72))
  return {
    ticks: values.map((value) => ({ value, y: base - value * scale })),
    slotWidth,
    barWidth,
    left: size.left,
    base,
    slots: slots.map((slot, index) => {
      const centre = size.left + slotWidth * (index + 0.5)
      let y = base
      const segments = series.flatMap(({ fill }, at) => {
        const value = slot.values[at] ?? 0
        if (!(value > 0)) return []
        const height = Math.max(LEAST_HEIGHT, value * scale)
        y -= height
        const gap = height > 3 * GAP ? GAP : 0
        return [{ x: centre - barWidth / 2, y: y + gap, width: barWidth, height: height - gap, fill, index: at }]
      })
      const boxHeight = (slot.before ?? 0) * scale
      const before =
        slot.before !== null && slot.before > 0
          ? { x: centre - boxWidth / 2, y: base - boxHeight, width: boxWidth, height: boxHeight }
          : null
      return { slot, centre, segments, before, top: y }
    }),
  }
}

/** The position of the slot below a place on the axis. */
export function slotAt({ left, slotWidth, slots }: ComparedLayout, x: number): number {
  return Math.max(0, Math.min(slots.length - 1, Math.floor((x - left) / slotWidth)))
}
