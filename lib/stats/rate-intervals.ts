import { logBinomialTwoSided } from './binomial'
import { betaQuantile, normalQuantile } from './special-functions'
import type { Interval } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

const checked = (n: number) => {
  if (n <= 0) throw new UndefinedStatistic('nothing was tried')
}

/** Wilson's interval of a success rate. */
export function wilsonInterval(successes: number, n: number, confidence = 0.95): Interval {
  checked(n)
  const z = -normalQuantile((1 - confidence) / 2)
  const rate = successes / n
  const middle = rate + (z * z) / (2 * n)
  const reach = z * Math.sqrt((rate * (1 - rate) + (z * z) / (4 * n)) / n)
  const scale = 1 + (z * z) / n
  const low = successes === 0 ? 0 : (middle - reach) / scale
  return [low, successes === n ? 1 : (middle + reach) / scale]
}

/** The interval of Clopper and Pearson, which covers at least what it promises. */
export function clopperPearsonInterval(successes: number, n: number, confidence = 0.95): Interval {
  checked(n)
  const tail = (1 - confidence) / 2
  // Of few successes the rate is small, of many the failures are: the small one keeps its digits.
  const atMost = (count: number) => 1 - betaQuantile(n - count, count + 1, tail)
  const low = successes === 0 ? 0 : betaQuantile(successes, n - successes + 1, tail)
  return [low, successes === n ? 1 : atMost(successes)]
}

/** The exact two-sided p of a success rate against a planned one. */
export function exactRateP(successes: number, n: number, planned: number): number {
  checked(n)
  return Math.exp(logBinomialTwoSided(successes, n, planned))
}
