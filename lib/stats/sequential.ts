import type { Interval } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

/** Below this many pairs the interval is not valid: in simulations it errs far more often than it says. */
export const SEQUENTIAL_FROM = 10

export interface SequentialInput {
  estimate: number
  /** Standard deviation of one observation: the standard error times the root of n. */
  sd: number
  n: number
  /** The number of observations at which the interval is tightest; chosen before the data are seen. */
  nStar: number
  alpha?: number
}

export interface Sequential {
  ci: Interval
  p: number
}

/** The width of the mixture that makes the interval tightest at `nStar` observations. */
export function mixtureRho(nStar: number, alpha = 0.05): number {
  const weight = -2 * Math.log(alpha)
  return Math.sqrt((weight + Math.log(weight + 1)) / nStar)
}

/**
 * The always-valid interval and p by a normal mixture: right at every look together, on a roughly symmetric scale.
 * @throws UndefinedStatistic without spread
 */
export function alwaysValid({ estimate, sd, n, nStar, alpha = 0.05 }: SequentialInput): Sequential {
  if (!(sd > 0)) throw new UndefinedStatistic('all differences are the same: there is no spread to measure by')
  const weight = n * mixtureRho(nStar, alpha) ** 2
  const reach = sd * Math.sqrt(((2 * (weight + 1)) / (n * weight)) * (Math.log1p(weight) / 2 - Math.log(alpha)))
  const logEvidence = ((estimate / sd) ** 2 * n * weight) / (2 * (weight + 1)) - Math.log1p(weight) / 2
  return { ci: [estimate - reach, estimate + reach], p: Math.min(1, Math.exp(-logEvidence)) }
}
