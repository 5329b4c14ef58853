/** Calendar days of a time zone, by the zone's own rules: a day of 23 or 25 hours is one day. */

const UNIT_MS = { hour: 3_600_000, quarter: 900_000 } as const
const MINUTE_MS = 60_000
/** No zone was ever further from UTC than this. */
const WIDEST_OFFSET_MS = 20 * 60 * MINUTE_MS

/** `2026-01-02T03` → its start in milliseconds; quarters carry minutes. */
const startOf = (bucket: string) => Date.parse(bucket.length === 13 ? `${bucket}:00:00.000Z` : `${bucket}:00.000Z`)

/** A day (`YYYY-MM-DD`) so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export class LocalDays {
  private readonly format: Intl.DateTimeFormat
  private readonly known = new Map<string, string>()

  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  }

  private at(ms: number): string {
    const part = Object.fromEntries(this.format.formatToParts(ms).map(({ type, value }) => [type, value]))
    return `${(part['year'] ?? '').padStart(4, '0')}-${part['month']}-${part['day']}`
  }

  /** The day in which an hour (`…T03`) or a quarter of one (`…T03:15`) begins. */
  dayOf(bucket: string): string {
    const known = this.known.get(bucket)
    if (known !== undefined) return known
    const day = this.at(startOf(bucket))
    this.known.set(bucket, day)
    return day
  }

  /** The first moment of a day (`YYYY-MM-DD`) in the zone, to the minute; of a day the zone skips, that of the next. */
  startOf(day: string): string {
    const utc = Date.parse(`${day}T00:00:00.000Z`)
    let [before, within] = [(utc - WIDEST_OFFSET_MS) / MINUTE_MS, (utc + WIDEST_OFFSET_MS) / MINUTE_MS]
    while (within - before > 1) {
      const middle = Math.floor((before + within) / 2)
      if (this.at(middle * MINUTE_MS) >= day) within = middle
      else before = middle
    }
    return new Date(within * MINUTE_MS).toISOString()
  }

  /** The day of a moment. */
  of(ms: number): string {
    return this.at(ms)
  }

  /** True when midnight falls inside the hour, so that its sums cannot be given to one day. */
  splits(hour: string): boolean {
    return this.at(startOf(hour) + UNIT_MS.hour - 1) !== this.dayOf(hour)
  }
}
