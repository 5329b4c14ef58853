import { NBSP } from '@/lib/time/format'

const LINES_MAX = 5
const STEPS = [1, 2, 2.5, 5, 10] as const
const MAGNITUDES = [
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
] as const

/**
 * Round values from zero to at least `max`, three to six of them, for the lines of a chart.
 * @param whole only whole steps: there is no half run
 */
export function niceTicks(max: number, { whole = false } = {}): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0, 1]
  const rough = max / LINES_MAX
  const scale = 10 ** Math.floor(Math.log10(rough))
  const isAllowed = (step: number) => !whole || Number.isInteger(step)
  const step = STEPS.map((each) => each * scale).find((each) => each >= rough * (1 - 1e-9) && isAllowed(each)) ?? 1
  const lines = Math.ceil(max / step - 1e-9)
  return Array.from({ length: lines + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** A tick as short as it can be without lying: 0, 5, 500 k, 2.5 M. */
export function tickText(value: number): string {
  const [unit, scale] = MAGNITUDES.find(([, limit]) => Math.abs(value) >= limit) ?? ['', 1]
  const number = Number((value / scale).toPrecision(6)).toLocaleString('en-US')
  return unit ? `${number}${NBSP}${unit}` : number
}

/** Every n-th key, so that at most `max` labels stand below an axis; the last key always has one. */
export function labelledKeys(keys: readonly string[], max: number): string[] {
  const stride = Math.max(1, Math.ceil(keys.length / max))
  return keys.filter((_, index) => (keys.length - 1 - index) % stride === 0)
}

/**
 * Round values that lie around a range, three to seven of them, for an axis that need not begin at zero.
 * A range without width gets some.
 */
export function ticksBetween(low: number, high: number): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  const width = high - low
  if (!(width > 0)) {
    const half = Math.abs(low) > 0 ? Math.abs(low) / 2 : 0.5
    return Number.isFinite(half) && low + half > low - half ? ticksBetween(low - half, low + half) : [0, 1]
  }
  const rough = width / LINES_MAX
  const scale = 10 ** Math.floor(Math.log10(rough))
  const step = STEPS.map((each) => each * scale).find((each) => each >= rough * (1 - 1e-9)) ?? rough
  const first = Math.floor(low / step + 1e-9)
  const count = Math.ceil(high / step - 1e-9) - first
  // A range that is tiny beside its values has no steps of its own.
  if (!Number.isFinite(first) || !(count >= 1 && count <= 3 * LINES_MAX)) return [low, high]
  return Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}
