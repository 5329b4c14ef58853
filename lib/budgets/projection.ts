/** What a period may come to, from the days before. Pure: the same days give the same interval. */

/** Fewer days say nothing about the days to come. */
export const DAYS_NEEDED = 7
export const LEVEL = 0.9
const DRAWS = 2_000

export interface DaysSpent {
  /** Whole days before today, oldest first; a day without records between them is 0. */
  history: readonly number[]
  /** How many of them have records. */
  observedDays: number
  /** Spent in the period before today, and today so far. */
  before: number
  today: number
  /** Whole days of the period after today. */
  daysLeft: number
}

export type Projection =
  | { basis: 'none'; observedDays: number; neededDays: number }
  | { basis: 'days'; observedDays: number; estimate: number; low: number; high: number; overShare: number }

/**
 * The sum of the period at its end. Each of 2,000 futures draws a sample of the days before (with replacement, as many
 * as there are), and from that sample today and each day to come: so the interval holds both that days differ and that
 * few days were seen. Today comes to at least what it has. The interval is the middle 90 % of the futures.
 * @param cap in the unit of the days
 */
export function projectPeriod({ history, observedDays, before, today, daysLeft }: DaysSpent, cap: number): Projection {
  if (observedDays < DAYS_NEEDED) return { basis: 'none', observedDays, neededDays: DAYS_NEEDED }
  const random = generator(SEED)
  const draw = (list: readonly number[]) => list[Math.floor(random() * list.length)] ?? 0
  const sums = Array.from({ length: DRAWS }, () => {
    const sample = history.map(() => draw(history))
    let sum = before + Math.max(today, draw(sample))
    for (let day = 0; day < daysLeft; day += 1) sum += draw(sample)
    return sum
  }).sort((a, b) => a - b)
  const at = (share: number) => sums[Math.min(DRAWS - 1, Math.floor(share * DRAWS))] ?? before + today
  return {
    basis: 'days',
    observedDays,
    estimate: at(0.5),
    low: at((1 - LEVEL) / 2),
    high: at((1 + LEVEL) / 2),
    overShare: sums.filter((sum) => sum > cap).length / DRAWS,
  }
}

const SEED = 0x9e3779b9

/** Mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
