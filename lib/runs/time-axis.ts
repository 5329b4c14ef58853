import { dayText } from '@/lib/time/format'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((n) => n * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * MINUTE))
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR))
  .concat([1, 2, 5, 10, 30, 90, 365].map((n) => n * DAY))
const EDGE_SHARE = 0.03

export interface Tick {
  x: number
  label: string
}

export interface TimeAxis {
  fromMs: number
  toMs: number
  /** Pixels of a moment. */
  x: (ms: number) => number
  ticks: Tick[]
  /** What the ticks leave out: "19 Dec 2025, UTC", or "UTC" over several days. */
  day: string
}

const two = (n: number) => String(n).padStart(2, '0')

function tickLabel(ms: number, step: number, spansDays: boolean): string {
  const date = new Date(ms)
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
  if (step >= DAY) return dayText(date)
  if (step < MINUTE) return `${clock}:${two(date.getUTCSeconds())}`
  return spansDays && clock === '00:00' ? dayText(date) : clock
}

/**
 * A time axis drawn at its final width.
 * @param times milliseconds, at least one
 * @param width pixels
 */
export function timeAxis(times: readonly number[], width: number): TimeAxis {
  const first = times.reduce((a, b) => Math.min(a, b))
  const last = times.reduce((a, b) => Math.max(a, b))
  const edge = Math.max((last - first) * EDGE_SHARE, SECOND)
  const fromMs = first - edge
  const toMs = last + edge
  const span = toMs - fromMs
  // A label needs about 70 px; below that they would touch.
  const room = Math.max(1, Math.floor(width / 70))
  const step = STEPS.find((size) => span / size <= Math.min(room, 6)) ?? STEPS.at(-1) ?? DAY
  const x = (ms: number) => ((ms - fromMs) / span) * width
  const spansDays = new Date(fromMs).toISOString().slice(0, 10) !== new Date(toMs).toISOString().slice(0, 10)
  const ticks: Tick[] = []
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) {
    const label = tickLabel(at, step, spansDays)
    // A label that would leave the picture is cut by its edge, so it is not written.
    const inside = x(at) > label.length * 3 && x(at) < width - label.length * 3
    ticks.push({ x: x(at), label: inside ? label : '' })
  }
  const date = new Date(first)
  return { fromMs, toMs, x, ticks, day: spansDays ? 'UTC' : `${dayText(date)} ${date.getUTCFullYear()}, UTC` }
}
