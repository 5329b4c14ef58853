import { UndefinedStatistic } from './undefined-statistic'

/** The chance that at least one of `k` attempts succeeds, unbiased, from `successes` of `n` attempts. */
export function passAtK(n: number, successes: number, k: number): number {
  return 1 - shareWithout(n, n - successes, k)
}

/** The chance that all of `k` attempts succeed (pass^k), unbiased. */
export function passEveryK(n: number, successes: number, k: number): number {
  return shareWithout(n, successes, k)
}

/** C(kind, k) / C(n, k): that all of k drawn are of one kind. */
function shareWithout(n: number, kind: number, k: number): number {
  if (k < 1 || k > n) throw new UndefinedStatistic(`${k} of ${n} attempts cannot be drawn`)
  let share = 1
  for (let at = 0; at < k; at += 1) share *= Math.max(0, kind - at) / (n - at)
  return share
}
