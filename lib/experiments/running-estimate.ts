import { alwaysValid, SEQUENTIAL_FROM } from '@/lib/stats/sequential'
import type { Analysis } from './analysis-schema'
import type { FullPair } from './pair-parts'

/** The estimate after so many pairs; its always-valid interval where there is one. */
export interface RunningPoint {
  n: number
  estimate: number
  low: number | null
  high: number | null
}

const POINTS_MAX = 240

/**
 * How the estimate settles as pairs are added, with the interval that holds at every look; thinned for a picture.
 * @param pairs in the order in which they are added
 */
export function runningEstimate(
  pairs: readonly FullPair[],
  { scale, nStar }: NonNullable<Analysis['sequential']>,
  alpha: number,
): RunningPoint[] {
  const isRatio = scale === 'log-ratio'
  const back = isRatio ? Math.exp : (value: number) => value
  const stride = Math.max(1, Math.ceil(pairs.length / POINTS_MAX))
  const points: RunningPoint[] = []
  let [mean, squares] = [0, 0]
  pairs.forEach(({ control, treatment, difference }, at) => {
    const n = at + 1
    const value = isRatio ? Math.log(treatment) - Math.log(control) : difference
    const step = value - mean
    mean += step / n
    squares += step * (value - mean)
    if (n < 2 || (n !== pairs.length && n % stride !== 0)) return
    const sd = Math.sqrt(squares / (n - 1))
    const ci = n < SEQUENTIAL_FROM || !(sd > 0) ? null : alwaysValid({ estimate: mean, sd, n, nStar, alpha }).ci
    points.push({ n, estimate: back(mean), low: ci && back(ci[0]), high: ci && back(ci[1]) })
  })
  return points.every(({ estimate }) => Number.isFinite(estimate)) ? points : []
}
