import type { FullPair } from './pair-parts'
import { isSpreadWide, type ValueAxis, valueAxis } from './value-axis'

/** Pictures of pairs, each drawn as a few paths however many pairs there are. */

const NAMED_MAX = 60
const NAMED_ROW = 20
const CROWDED_HEIGHT = 480
const LONGEST_ROW = 8
const round = (value: number) => value.toFixed(1)

export interface Dumbbells {
  /** By difference, the largest fall first. */
  pairs: FullPair[]
  axis: ValueAxis
  row: number
  height: number
  /** Rows are high enough for a name and for shapes of their own. */
  isNamed: boolean
  /** Lines between both values, and a short stroke for each value where rows are crowded. */
  links: string
  control: string
  treatment: string
}

/** Both values of each pair on one line, ordered by their difference. */
export function layoutDumbbells(all: readonly FullPair[], { left, right }: { left: number; right: number }): Dumbbells {
  const pairs = all.toSorted((a, b) => a.difference - b.difference || (a.key < b.key ? -1 : 1))
  const values = pairs.flatMap(({ control, treatment }) => [control, treatment])
  const isLog = isSpreadWide(values)
  const axis = valueAxis(isLog ? values : [...values, 0], { from: left, to: right }, isLog)
  const isNamed = pairs.length <= NAMED_MAX
  const row = isNamed ? NAMED_ROW : Math.min(LONGEST_ROW, CROWDED_HEIGHT / pairs.length)
  const thick = Math.max(1.5, row * 0.7)
  const [links, control, treatment]: string[][] = [[], [], []]
  pairs.forEach((pair, index) => {
    const y = (index + 0.5) * row
    const [a, b] = [axis.at(pair.control), axis.at(pair.treatment)]
    links?.push(`M${round(a)} ${round(y)}H${round(b)}`)
    control?.push(`M${round(a)} ${round(y - thick / 2)}v${round(thick)}`)
    treatment?.push(`M${round(b)} ${round(y - thick / 2)}v${round(thick)}`)
  })
  return {
    ...{ pairs, axis, row, isNamed, height: pairs.length * row },
    ...{ links: links?.join('') ?? '', control: control?.join('') ?? '', treatment: treatment?.join('') ?? '' },
  }
}

export interface Bin {
  from: number
  to: number
  count: number
}

const BINS = 24

/** How often the values lie in each of equal steps; zero is always the bound of one. */
export function histogram(values: readonly number[], bins = BINS): Bin[] {
  let [low, high] = [0, 0]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  const step = (high - low) / bins
  if (!(step > 0) || !Number.isFinite(step))
    return values.length === 0 ? [] : [{ from: 0, to: 0, count: values.length }]
  const below = Math.ceil(-low / step - 1e-9)
  const above = Math.ceil(high / step - 1e-9)
  const counts = Array.from({ length: below + above }, () => 0)
  for (const value of values) {
    const at = Math.max(0, Math.min(counts.length - 1, Math.floor(value / step + 1e-9) + below))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts.map((count, at) => ({ from: (at - below) * step, to: (at - below + 1) * step, count }))
}

export interface SquareGrid {
  /** One path of all squares. */
  path: string
  width: number
  height: number
  size: number
  /** From one square to the next. */
  step: number
  rows: number
}

/** Squares in columns from top to bottom. */
export function layoutSquares(
  count: number,
  { rows, size, gap }: { rows: number; size: number; gap: number },
): SquareGrid {
  const step = size + gap
  const parts: string[] = []
  for (let at = 0; at < count; at += 1)
    parts.push(`M${Math.floor(at / rows) * step} ${(at % rows) * step}h${size}v${size}h${-size}z`)
  const columns = Math.max(1, Math.ceil(count / rows))
  return {
    path: parts.join(''),
    width: columns * step,
    height: Math.min(rows, Math.max(1, count)) * step,
    size,
    step,
    rows,
  }
}
