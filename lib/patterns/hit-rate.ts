import { wilsonInterval } from '@/lib/stats/rate-intervals'

/** Of so many runs that could have met a pattern, how many did. */
export interface HitRate {
  hit: number
  exposed: number
  /** Runs hit of 100 exposed, with its 95 % interval; null when nothing ran. */
  per100: number | null
  ci: [number, number] | null
}

/** A rate over runs, not over occurrences: a storm in one run is one run. "No exposure yet" has no rate, and no zero. */
export function hitRate(hit: number, exposed: number): HitRate {
  if (exposed <= 0) return { hit, exposed: 0, per100: null, ci: null }
  const [low, high] = wilsonInterval(hit, exposed)
  return { hit, exposed, per100: (100 * hit) / exposed, ci: [100 * low, 100 * high] }
}

/** Whether two rates may be called different: their intervals do not touch. Null when one of them has none. */
export function apart(a: HitRate, b: HitRate): boolean | null {
  if (a.ci === null || b.ci === null) return null
  return a.ci[1] < b.ci[0] || b.ci[1] < a.ci[0]
}
