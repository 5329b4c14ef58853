import { type Moments, momentsOf } from './moments'
import { tCritical, tTail } from './student-t'
import type { Interval, TestOutcome } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

export interface PairedT extends TestOutcome {
  df: number
  mean: number
  sd: number
  se: number
  ci: Interval
}

/**
 * Student's t of the mean of differences, with its interval.
 * @throws UndefinedStatistic with fewer than two differences, or when all are the same
 */
export function pairedT(values: readonly number[], confidence = 0.95): PairedT {
  const moments = momentsOf(values)
  if (!hasSpread(moments))
    throw new UndefinedStatistic('all differences are the same: there is no spread to measure by')
  const { n, mean, sd } = moments
  const zeros = values.filter((value) => value === 0).length
  return { ...studentT(mean, sd / Math.sqrt(n), n - 1, confidence), n, zeros, mean, sd, exact: false }
}

/** False when the spread is no more than what rounding of the mean leaves. */
export const hasSpread = ({ mean, sd }: Moments): boolean => sd > Math.abs(mean) * Number.EPSILON * 8

/** An estimate over its standard error against Student's t. */
export function studentT(estimate: number, se: number, df: number, confidence: number) {
  const statistic = estimate / se
  const reach = tCritical((1 - confidence) / 2, df) * se
  const ci: Interval = [estimate - reach, estimate + reach]
  const p = Math.min(1, 2 * tTail(Math.abs(statistic), df))
  return { statistic, df, se, ci, p, less: tTail(-statistic, df), greater: tTail(statistic, df) }
}
