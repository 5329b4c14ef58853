/** Calendar days of a time zone, by the zone's own rules: a day of 23 or 25 hours is one day. */

const UNIT_MS = { hour: 3_600_000, quarter: 900_000 } as const

/** `2026-01-02T03` → its start in milliseconds; quarters carry minutes. */
const startOf = (bucket: string) => Date.parse(bucket.length === 13 ? `${bucket}:00:00.000Z` : `${bucket}:00.000Z`)

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

  /** True when midnight falls inside the hour, so that its sums cannot be given to one day. */
  splits(hour: string): boolean {
    return this.at(startOf(hour) + UNIT_MS.hour - 1) !== this.dayOf(hour)
  }
}
