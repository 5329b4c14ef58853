/** How a window of time is cut so that as much of it as possible is read from the coarsest sums. */
import type { OffsetSpan } from './local-day'

/** What knows the sums of a stretch: whole days, quarters of an hour, or nothing but the events themselves. */
export type SumLevel = 'days' | 'quarters' | 'events'

/** Half-open, in UTC; null: open. Its days are those of clocks that stand so many seconds east of UTC. */
export interface Stretch {
  level: SumLevel
  from: string | null
  to: string | null
  seconds: number
  /** What has no time, which is in no window: left out, there as well, or the only thing asked for. */
  undated: 'out' | 'too' | 'only'
}

export interface Window {
  fromMs: number | null
  toMs: number | null
}

const QUARTER_MS = 900_000
const DAY_MS = 86_400_000
/** After every time that text of four-digit years can hold. */
const END_OF_TIME = ':'
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

const up = (ms: number, step: number, shift: number) => Math.ceil((ms + shift) / step) * step - shift
const down = (ms: number, step: number, shift: number) => Math.floor((ms + shift) / step) * step - shift

/** The part of a window that consists of whole steps, and what is left before and after it. */
function cut({ fromMs, toMs }: Window, step: number, shift: number): { whole: Window | null; edges: Window[] } {
  const first = fromMs === null ? null : up(fromMs, step, shift)
  const last = toMs === null ? null : down(toMs, step, shift)
  if (first !== null && last !== null && first >= last) return { whole: null, edges: [{ fromMs, toMs }] }
  const before = fromMs !== null && first !== null && fromMs < first ? [{ fromMs, toMs: first }] : []
  const after = toMs !== null && last !== null && last < toMs ? [{ fromMs: last, toMs }] : []
  return { whole: { fromMs: first, toMs: last }, edges: [...before, ...after] }
}

const iso = (ms: number | null) => (ms === null ? null : ms > LAST_MS ? END_OF_TIME : new Date(ms).toISOString())

const stretch = (level: SumLevel, { fromMs, toMs }: Window, seconds: number): Stretch => ({
  ...{ level, from: iso(fromMs), to: iso(toMs), seconds },
  undated: 'out',
})

/** All events, whenever they were. */
export const everyEvent = (): Stretch => timeless('events', 'too')

/** All of time, with or without days, or what has no time alone. */
export const timeless = (level: SumLevel, undated: 'too' | 'only'): Stretch => ({
  ...{ level, from: null, to: null, seconds: 0 },
  undated,
})

/** A window read from the events themselves; without ends also what has no time. */
export const asEvents = ({ from, to }: { from?: string | undefined; to?: string | undefined }): Stretch => ({
  ...{ level: 'events', from: from ?? null, to: to ?? null, seconds: 0 },
  undated: from === undefined && to === undefined ? 'too' : 'out',
})

/**
 * Cuts a window into stretches that together hold each of its moments once.
 * @param finest `events` when nothing but events knows the question
 * @param keptMinutes offsets from UTC for which whole days are kept
 */
export function stretchesOf(
  window: Window,
  seconds: number,
  finest: 'roll-ups' | 'events',
  keptMinutes: readonly number[],
): Stretch[] {
  // Midnight of odd clocks lies inside a quarter, which then belongs to two days.
  const isOdd = (seconds * 1_000) % QUARTER_MS !== 0
  if (finest === 'events' || isOdd) return [stretch('events', window, seconds)]
  const quarters = cut(window, QUARTER_MS, 0)
  const edges = quarters.edges.map((range) => stretch('events', range, seconds))
  if (quarters.whole === null) return edges
  if (!keptMinutes.includes(seconds / 60)) return [...edges, stretch('quarters', quarters.whole, seconds)]
  const days = cut(quarters.whole, DAY_MS, seconds * 1_000)
  return [
    ...edges,
    ...days.edges.map((range) => stretch('quarters', range, seconds)),
    ...(days.whole ? [stretch('days', days.whole, seconds)] : []),
  ]
}

/** The part of a window in which the clocks stood as a span says; null when they have nothing in common. */
export function partIn({ fromMs, toMs }: OffsetSpan, window: Window): Window | null {
  const part = { fromMs: Math.max(fromMs, window.fromMs ?? fromMs), toMs: Math.min(toMs, window.toMs ?? toMs) }
  return part.fromMs < part.toMs ? part : null
}
