/** Calendar days of a time zone, by the zone's own rules: a day of 23 or 25 hours is one day. */

const DAY_MS = 86_400_000
/** No zone was ever further from UTC than this. */
const WIDEST_OFFSET_MS = 20 * 3_600_000

/** A day (`YYYY-MM-DD`) so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** A stretch of time, half-open, in which the clocks of a zone stand so many seconds east of UTC. */
export interface OffsetSpan {
  fromMs: number
  toMs: number
  seconds: number
}

/** The first moment in (after, within] for which something holds that did not hold before, to the millisecond. */
function firstOf(after: number, within: number, holds: (ms: number) => boolean): number {
  let [before, found] = [after, within]
  while (found - before > 1) {
    const middle = Math.floor((before + found) / 2)
    if (holds(middle)) found = middle
    else before = middle
  }
  return found
}

export class LocalDays {
  private readonly format: Intl.DateTimeFormat

  constructor(readonly zone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  }

  /** What the clocks show, as `YYYY-MM-DDTHH:mm:ss`. */
  private clock(ms: number): string {
    const part = Object.fromEntries(this.format.formatToParts(ms).map(({ type, value }) => [type, value]))
    const day = `${(part['year'] ?? '').padStart(4, '0')}-${part['month']}-${part['day']}`
    return `${day}T${part['hour']}:${part['minute']}:${part['second']}`
  }

  /** The day of a moment. */
  of(ms: number): string {
    return this.clock(ms).slice(0, 10)
  }

  /** The first moment of a day (`YYYY-MM-DD`) in the zone; of a day the zone skips, that of the next. */
  startOf(day: string): string {
    const utc = Date.parse(`${day}T00:00:00.000Z`)
    const start = firstOf(utc - WIDEST_OFFSET_MS, utc + WIDEST_OFFSET_MS, (ms) => this.of(ms) >= day)
    return new Date(start).toISOString()
  }

  /** Seconds that the clocks stand east of UTC at a moment; 0 before the calendar begins. */
  private offsetAt(ms: number): number {
    const shown = Date.parse(`${this.clock(ms)}Z`)
    return Number.isNaN(shown) ? 0 : Math.round((shown - Math.floor(ms / 1_000) * 1_000) / 1_000)
  }

  /**
   * How the clocks stood over the given UTC days, in their order. Days between them need not be known: spans may reach
   * over them.
   */
  spansOf(days: readonly string[]): OffsetSpan[] {
    const spans: OffsetSpan[] = []
    for (const day of days) {
      const end = Date.parse(`${day}T00:00:00.000Z`) + DAY_MS
      for (let fromMs = end - DAY_MS; fromMs < end; ) {
        const seconds = this.offsetAt(fromMs)
        const isSame = (ms: number) => this.offsetAt(ms) === seconds
        // Clocks change at most once in a day; nothing is searched when they show the same at both ends.
        const toMs = isSame(end - 1) ? end : firstOf(fromMs, end - 1, (ms) => !isSame(ms))
        const last = spans.at(-1)
        if (last?.seconds === seconds) last.toMs = toMs
        else spans.push({ fromMs, toMs, seconds })
        fromMs = toMs
      }
    }
    return spans
  }
}
