/** A point in time as it is stored and sent: UTC, milliseconds, fixed width, so that text order is time order. */
export type Iso = string

const NAIVE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i

/**
 * Reads the text forms of time that real records hold: "T" or a space, with or without fraction and zone.
 * Without a zone it is taken as UTC and `zoneKnown` is false. Fractions are cut to milliseconds, never rounded up.
 * @returns null when it is no time (month 13, "yesterday")
 */
export function parseTime(text: string): { iso: Iso; zoneKnown: boolean } | null {
  const match = NAIVE.exec(text.trim())
  if (!match) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] = match
  const millis = `${fraction}000`.slice(0, 3)
  const offset = !zone
    ? 'Z'
    : /^z$/i.test(zone)
      ? 'Z'
      : zone.length === 3
        ? `${zone}:00`
        : zone.replace(/^(...)(\d\d)$/, '$1:$2')
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}${offset}`)
  if (Number.isNaN(date.getTime()) || Number(day) > daysIn(Number(year), Number(month))) return null
  const iso = date.toISOString()
  return iso.length === 24 ? { iso, zoneKnown: Boolean(zone) } : null
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Milliseconds since the epoch as stored time. */
export function isoFromMs(ms: number): Iso {
  return new Date(ms).toISOString()
}

/** Seconds or milliseconds since the epoch, told apart by their size, as stored time; null for what is neither. */
export function isoFromEpoch(value: number): Iso | null {
  if (value > 1e8 && value < 1e10) return isoFromMs(Math.floor(value * 1_000))
  return value > 1e11 && value < 1e13 ? isoFromMs(Math.floor(value)) : null
}

/** Seconds or milliseconds since the epoch that were written as text, as a number; NaN for other text. */
export const epochInText = (text: string): number =>
  /^\s*\d{9,13}(?:\.\d{1,9})?\s*$/.test(text) ? Number(text) : Number.NaN
