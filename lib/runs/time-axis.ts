import { dayText } from '@/lib/time/format'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((n) => n * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * MINUTE))
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR))
  .concat([1, 2, 5, 10, 30, 90].map((n) => n * DAY))
const YEAR = 365.2425 * DAY
/** Wrong clocks and broken cells span thousands of years; a date reaches 275,760 of them either way. */
const YEAR_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000]
const LAST_DATE = 8.64e15
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

const yearStart = (year: number) => new Date(0).setUTCFullYear(year, 0, 1)

/** The moments of the ticks, at most one more than `most`, and how each is written. */
function marks(fromMs: number, toMs: number, most: number): { at: number; label: string }[] {
  const span = toMs - fromMs
  const found: { at: number; label: string }[] = []
  const step = STEPS.find((size) => span / size <= most)
  if (step !== undefined) {
    const spansDays = dayOf(fromMs) !== dayOf(toMs)
    for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) {
      found.push({ at, label: tickLabel(at, step, spansDays) })
    }
    return found
  }
  const years = YEAR_STEPS.find((size) => span / (size * YEAR) <= most) ?? 100_000
  const first = new Date(fromMs).getUTCFullYear()
  for (let year = Math.ceil(first / years) * years; yearStart(year) <= toMs; year += years) {
    if (yearStart(year) >= fromMs) found.push({ at: yearStart(year), label: String(year) })
  }
  return found
}

const dayOf = (ms: number) => Math.floor(ms / DAY)

/**
 * A time axis drawn at its final width.
 * @param times milliseconds, at least one
 * @param width pixels
 */
export function timeAxis(times: readonly number[], width: number): TimeAxis {
  const first = times.reduce((a, b) => Math.min(a, b))
  const last = times.reduce((a, b) => Math.max(a, b))
  const edge = Math.max((last - first) * EDGE_SHARE, SECOND)
  const fromMs = Math.max(first - edge, -LAST_DATE)
  const toMs = Math.min(last + edge, LAST_DATE)
  const span = toMs - fromMs
  // A label needs about 70 px; below that they would touch.
  const room = Math.max(1, Math.floor(width / 70))
  const x = (ms: number) => ((ms - fromMs) / span) * width
  const ticks = marks(fromMs, toMs, Math.min(room, 6)).map(({ at, label }): Tick => {
    // A label that would leave the picture is cut by its edge, so it is not written.
    const inside = x(at) > label.length * 3 && x(at) < width - label.length * 3
    return { x: x(at), label: inside ? label : '' }
  })
  const date = new Date(first)
  const day = dayOf(fromMs) === dayOf(toMs) ? `${dayText(date)} ${date.getUTCFullYear()}, UTC` : 'UTC'
  return { fromMs, toMs, x, ticks, day }
}
