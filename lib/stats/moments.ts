import { UndefinedStatistic } from './undefined-statistic'

export interface Moments {
  n: number
  mean: number
  /** Sample standard deviation, with n − 1. */
  sd: number
}

export function meanOf(values: readonly number[]): number {
  if (values.length === 0) throw new UndefinedStatistic('there is no pair')
  const rough = sumOf(values) / values.length
  // The second pass takes out what rounding left in the first.
  return rough + sumOf(values.map((value) => value - rough)) / values.length
}

/** @throws UndefinedStatistic with fewer than two values */
export function momentsOf(values: readonly number[]): Moments {
  const n = values.length
  if (n < 2) throw new UndefinedStatistic(n === 0 ? 'there is no pair' : 'one pair has no spread')
  const mean = meanOf(values)
  return { n, mean, sd: Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / (n - 1)) }
}

/** Neumaier's sum: what each addition rounds away is added at the end. */
export function sumOf(values: readonly number[]): number {
  let [sum, lost] = [0, 0]
  for (const value of values) {
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return sum + lost
}
