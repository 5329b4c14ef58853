import { ticksBetween } from '@/lib/charts/ticks'

/** A line of values in pixels. */
export interface ValueAxis {
  isLog: boolean
  at: (value: number) => number
  ticks: { value: number; px: number }[]
}

/** Amounts that span more than this are told apart only by their ratio. */
const WIDE_SPREAD = 30
/** Below this, powers of ten are too coarse to be ticks. */
const NARROW_RATIO = 6
const LABEL_WIDTH = 56

export const isSpreadWide = (values: readonly number[]): boolean => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low > 0 && high / low > WIDE_SPREAD
}

/**
 * An axis that holds all values, with round ticks.
 * @param log by ratio; all values must be above zero, else it is linear
 */
export function valueAxis(
  values: Iterable<number>,
  { from, to }: { from: number; to: number },
  log = false,
): ValueAxis {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) [low, high] = [0, 1]
  const isLog = log && low > 0
  const candidates =
    isLog && high / low > NARROW_RATIO
      ? logTicks(low, high)
      : ticksBetween(low, high).filter((value) => !isLog || value > 0)
  const [first = low, last = high] = [candidates[0], candidates.at(-1)]
  const bounds = { low: Math.min(first, low), high: Math.max(last, high) }
  const place = isLog ? Math.log : (value: number) => value
  const span = place(bounds.high) - place(bounds.low) || 1
  const at = (value: number) => from + ((place(value) - place(bounds.low)) / span) * (to - from)
  const ticks = candidates.map((value) => ({ value, px: at(value) }))
  return { isLog, at, ticks: thinned(ticks, Math.max(2, Math.floor(Math.abs(to - from) / LABEL_WIDTH))) }
}

/** 1, 2 and 5 of each power of ten, or the powers alone where those are many. */
function logTicks(low: number, high: number): number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  if (to - from > 40) return [low, high]
  const all: number[] = []
  for (let power = from; power <= to; power += 1)
    for (const step of to - from > 3 ? [1] : [1, 2, 5]) all.push(Number((step * 10 ** power).toPrecision(12)))
  const first = all.findLastIndex((value) => value <= low)
  const last = all.findIndex((value) => value >= high)
  return all.slice(Math.max(0, first), last < 0 ? undefined : last + 1)
}

function thinned<T>(ticks: readonly T[], most: number): T[] {
  const stride = Math.max(1, Math.ceil(ticks.length / most))
  return ticks.filter((_, index) => index % stride === 0)
}
