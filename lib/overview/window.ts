import type { Overview } from './schema'

const WINDOW_DAYS = 14
const DAY_MS = 86_400_000

const startOfDay = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS
const iso = (ms: number) => new Date(ms).toISOString()

/**
 * The 14 calendar days (UTC) up to now, or, when the newest evidence is older than that, up to the evidence: records
 * of last year still show their last fortnight instead of an empty one.
 */
export function overviewWindow(newestEvidenceAt: string | null, now: Date): Overview['window'] {
  const newest = newestEvidenceAt === null ? Number.NaN : Date.parse(newestEvidenceAt)
  const isOld = newest < now.getTime() - WINDOW_DAYS * DAY_MS
  const to = isOld ? newest : now.getTime()
  return {
    from: iso(startOfDay(to) - (WINDOW_DAYS - 1) * DAY_MS),
    to: iso(to),
    anchoredTo: isOld ? 'newest evidence' : 'now',
  }
}

/** The days of a window, oldest first. */
export function daysOf({ from, to }: Overview['window']): string[] {
  const days: string[] = []
  for (let at = startOfDay(Date.parse(from)); at <= Date.parse(to); at += DAY_MS) days.push(iso(at).slice(0, 10))
  return days
}

/** The same length of time before. */
export function windowBefore({ from }: Overview['window']): { from: string; to: string } {
  return { from: iso(Date.parse(from) - WINDOW_DAYS * DAY_MS), to: from }
}
