import { logBinomialTwoSided } from '@/lib/stats/binomial'
import type { Trend } from './trends'

const DAY_MS = 86_400_000
/** What is held against each other: the last week, and the four before it. */
const [RECENT_DAYS, BEFORE_DAYS] = [7, 28]
/** One pattern in a hundred would be called rising or falling by chance. */
const ALPHA = 0.01
const [RISES, FALLS] = [2, 0.5]

export interface TrendFacts {
  firstSeenAt: string
  lastSeenAt: string
  /** Occurrences of the last week, and of the days before it, at most 28. */
  recent: number
  before: number
  now: string
}

/** From when on occurrences are recent, and from when on they count at all. */
export function trendWindows(now: string): { recentFrom: string; beforeFrom: string } {
  const back = (days: number) => new Date(Date.parse(now) - days * DAY_MS).toISOString()
  return { recentFrom: back(RECENT_DAYS), beforeFrom: back(RECENT_DAYS + BEFORE_DAYS) }
}

/**
 * Where a pattern is going: held against its own past, as a rate per day, and only when chance explains it badly (exact
 * binomial, p ≤ 0.01) and the rate at least doubled or halved. Not a state: nobody sets it.
 */
export function trendOf({ firstSeenAt, lastSeenAt, recent, before, now }: TrendFacts): Trend {
  const { recentFrom, beforeFrom } = trendWindows(now)
  if (lastSeenAt < beforeFrom) return 'silent'
  if (firstSeenAt >= recentFrom) return 'new'
  // A pattern two weeks old has one week to be held against.
  const since = Math.max(Date.parse(firstSeenAt), Date.parse(beforeFrom))
  const days = Math.max(1, (Date.parse(recentFrom) - since) / DAY_MS)
  const all = recent + before
  if (all === 0) return 'silent'
  const share = RECENT_DAYS / (RECENT_DAYS + days)
  const ratio = before === 0 ? Number.POSITIVE_INFINITY : recent / RECENT_DAYS / (before / days)
  if (Math.exp(logBinomialTwoSided(recent, all, share)) > ALPHA) return 'steady'
  return ratio >= RISES ? 'escalating' : ratio <= FALLS ? 'falling' : 'steady'
}
