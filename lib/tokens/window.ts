import { addDays, type LocalDays } from './local-day'

/** The window of the page: whole days of a zone, asked for as a length or by its first and last day. */

export const DAYS_MAX = 400
const DEFAULT_DAYS = 14
const DAY = /^\d{4}-\d{2}-\d{2}$/

export type AskedWindow = { days: number } | { first: string; last: string }

export interface DayWindow {
  first: string
  last: string
  /** The same as moments, half-open. */
  from: string
  to: string
  days: string[]
}

export interface ResolvedWindow extends DayWindow {
  anchoredTo: 'now' | 'newest usage' | 'asked'
  /** The day that is still going on, when it is in the window. */
  fillingDay: string | null
}

const isDay = (text: string) => DAY.test(text) && addDaysOrNull(text) === text

function addDaysOrNull(day: string): string | null {
  return Number.isNaN(Date.parse(`${day}T00:00:00.000Z`)) ? null : addDays(day, 0)
}

const lengthOf = (first: string, last: string) => Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1

/** `14d` or `2025-12-13..2025-12-26`, both days included; null for anything else, and for more days than can be drawn. */
export function parseWindow(text: string): AskedWindow | null {
  const days = /^([1-9]\d{0,2})d$/.exec(text)?.[1]
  if (days !== undefined) return Number(days) <= DAYS_MAX ? { days: Number(days) } : null
  const [first = '', last = '', ...more] = text.split('..')
  if (more.length > 0 || !isDay(first) || !isDay(last) || last < first) return null
  return lengthOf(first, last) <= DAYS_MAX ? { first, last } : null
}

export const windowText = (asked: AskedWindow) => ('days' in asked ? `${asked.days}d` : `${asked.first}..${asked.last}`)

export const DEFAULT_WINDOW = windowText({ days: DEFAULT_DAYS })

/** The days from the first to the last, with the moments at which they begin and end in the zone. */
function dayWindow(first: string, last: string, zone: LocalDays): DayWindow {
  const days = Array.from({ length: lengthOf(first, last) }, (_, index) => addDays(first, index))
  return { first, last, from: zone.startOf(first), to: zone.startOf(addDays(last, 1)), days }
}

/**
 * A length of days ends today, or, when the newest usage is older than that, with the day of the newest usage: records
 * of last year still show their last fortnight.
 */
export function resolveWindow(
  asked: AskedWindow,
  { zone, newest, now }: { zone: LocalDays; newest: string | null; now: Date },
): ResolvedWindow {
  const today = zone.of(now.getTime())
  const filling = (window: DayWindow) => (window.first <= today && today <= window.last ? today : null)
  if ('first' in asked) {
    const window = dayWindow(asked.first, asked.last, zone)
    return { ...window, anchoredTo: 'asked', fillingDay: filling(window) }
  }
  const begins = addDays(today, 1 - asked.days)
  const newestDay = newest === null ? today : zone.of(Date.parse(newest))
  const isOld = newestDay < begins
  const last = isOld ? newestDay : today
  const window = dayWindow(addDays(last, 1 - asked.days), last, zone)
  return { ...window, anchoredTo: isOld ? 'newest usage' : 'now', fillingDay: filling(window) }
}

/** As many days, ending where the window begins. */
export function daysBefore({ first, days }: DayWindow, zone: LocalDays): DayWindow {
  return dayWindow(addDays(first, -days.length), addDays(first, -1), zone)
}
