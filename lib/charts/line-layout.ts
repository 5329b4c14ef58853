import type { BarFill } from './bar-model'
import { ticksBetween } from './ticks'

/** Lines and points over a number: scores over rollouts, values over steps. */

export interface LinePoint {
  key: string
  x: number
  /** Null: a gap. */
  y: number | null
  /** The bounds of what one point stands for. */
  low?: number | null
  high?: number | null
}

export interface LineSeries {
  key: string
  label: string
  fill: BarFill
  /** `steps` keeps a value until the next one; `points` is drawn without a line. */
  form: 'line' | 'steps' | 'points'
  points: readonly LinePoint[]
}

export interface LineModel {
  series: readonly LineSeries[]
  /** What the values are compared with: dashed and named. */
  references: readonly { label: string; y: number }[]
}

export interface PlacedPoint {
  key: string
  series: number
  x: number
  y: number
  px: number
  py: number
}

interface DrawnSeries {
  key: string
  fill: BarFill
  form: LineSeries['form']
  /** The path of the line, with a gap where a value is missing. */
  path: string
  /** The area between the bounds; empty where points stand for themselves. */
  band: string
  points: PlacedPoint[]
}

export interface LineLayout {
  series: DrawnSeries[]
  references: { label: string; py: number }[]
  yTicks: { value: number; py: number }[]
  xTicks: { value: number; px: number }[]
  /** All points from left to right, for the pointer and the arrow keys. */
  walk: PlacedPoint[]
}

interface Size {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

const fixed = (value: number) => value.toFixed(1)

/** Where everything stands at this size; null when there is no value to draw. */
export function layoutLines({ series, references }: LineModel, size: Size): LineLayout | null {
  const points = series.flatMap((each) => each.points)
  const values = points.flatMap(({ y, low, high }) => (y === null ? [] : [y, low ?? y, high ?? y]))
  if (values.length === 0) return null
  const all = [...values, ...references.map(({ y }) => y)]
  const ticks = ticksBetween(least(all), most(all))
  const xs = points.map(({ x }) => x)
  const [from, to] = [least(xs), most(xs)]
  const width = size.width - size.left - size.right
  const height = size.height - size.top - size.bottom
  const [bottom, top] = [Math.min(ticks[0] ?? 0, least(all)), Math.max(ticks.at(-1) ?? 1, most(all))]
  const pxOf = (x: number) => size.left + (to > from ? ((x - from) / (to - from)) * width : width / 2)
  const pyOf = (y: number) => size.top + (top > bottom ? (1 - (y - bottom) / (top - bottom)) * height : height / 2)
  const drawn = series.map((each, index) => {
    const placed = each.points.flatMap(({ key, x, y }) =>
      y === null ? [] : [{ key, series: index, x, y, px: pxOf(x), py: pyOf(y) }],
    )
    return {
      key: each.key,
      fill: each.fill,
      form: each.form,
      path: each.form === 'points' ? '' : pathOf(each, pxOf, pyOf),
      band: bandOf(each.points, pxOf, pyOf),
      points: placed,
    }
  })
  return {
    series: drawn,
    references: references.map(({ label, y }) => ({ label, py: pyOf(y) })),
    yTicks: ticks.map((value) => ({ value, py: pyOf(value) })),
    xTicks: xTicksOf(from, to).map((value) => ({ value, px: pxOf(value) })),
    walk: drawn.flatMap((each) => each.points).sort((a, b) => a.px - b.px || a.series - b.series),
  }
}

/** Spread into arguments, thousands of values would be too many. */
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)

/** Round values inside the axis; a single place has only itself. */
function xTicksOf(from: number, to: number): number[] {
  if (from === to) return [from]
  return ticksBetween(from, to).filter((value) => value >= from && value <= to)
}

function pathOf({ points, form }: LineSeries, pxOf: (x: number) => number, pyOf: (y: number) => number): string {
  let path = ''
  let isOpen = false
  for (const { x, y } of points) {
    if (y === null) {
      isOpen = false
      continue
    }
    const [px, py] = [fixed(pxOf(x)), fixed(pyOf(y))]
    path += !isOpen ? `M${px} ${py}` : form === 'steps' ? `H${px}V${py}` : `L${px} ${py}`
    isOpen = true
  }
  return path
}

function bandOf(points: readonly LinePoint[], pxOf: (x: number) => number, pyOf: (y: number) => number): string {
  const bounds = points.flatMap(({ x, low, high }) =>
    low === undefined || low === null || high === undefined || high === null ? [] : [{ px: fixed(pxOf(x)), low, high }],
  )
  if (bounds.length < 2 || bounds.every(({ low, high }) => low === high)) return ''
  const upper = bounds.map(({ px, high }) => `${px} ${fixed(pyOf(high))}`)
  const lower = bounds.toReversed().map(({ px, low }) => `${px} ${fixed(pyOf(low))}`)
  return `M${upper.join('L')}L${lower.join('L')}Z`
}

/** The place in `walk` that is nearest to a position; across first, then up and down. */
export function nearestPoint({ walk }: LineLayout, px: number, py: number): number {
  let best = 0
  let distance = Number.POSITIVE_INFINITY
  walk.forEach((point, index) => {
    const away = Math.abs(point.px - px) * 2 + Math.abs(point.py - py)
    if (away >= distance) return
    best = index
    distance = away
  })
  return best
}
