import { normalQuantile } from './special-functions'
import type { Interval } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'
import { EXACT_UP_TO, signedSumShares } from './wilcoxon'

export interface HodgesLehmann {
  /** Median of the averages of every two differences, each with itself too. */
  estimate: number
  /** Null when so few pairs have no interval of that confidence. */
  ci: Interval | null
  /** What the interval really covers, at least what was asked while the distribution is exact. */
  coverage: number | null
}

/** The Hodges–Lehmann estimate with the interval that belongs to Wilcoxon's test; zeros are differences like others. */
export function hodgesLehmann(values: readonly number[], confidence = 0.95): HodgesLehmann {
  if (values.length === 0) throw new UndefinedStatistic('there is no pair')
  const sorted = Float64Array.from(values).sort()
  const count = (sorted.length * (sorted.length + 1)) / 2
  const averageAt = (rank: number) => walshAverage(sorted, rank)
  const estimate = (averageAt((count + 1) >> 1) + averageAt((count + 2) >> 1)) / 2
  const { rank, coverage } = intervalRank(sorted.length, 1 - confidence)
  if (rank < 1) return { estimate, ci: null, coverage: null }
  return { estimate, ci: [averageAt(rank), averageAt(count + 1 - rank)], coverage }
}

/** Which average from either end bounds the interval, and what that covers. */
function intervalRank(n: number, alpha: number): { rank: number; coverage: number } {
  if (n > EXACT_UP_TO) {
    const [mean, sd] = [(n * (n + 1)) / 4, Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)]
    return { rank: Math.floor(mean + normalQuantile(alpha / 2) * sd), coverage: 1 - alpha }
  }
  const share = signedSumShares(Array.from({ length: n }, (_, at) => at + 1))
  let [rank, below] = [0, 0]
  while (2 * (below + (share[rank] ?? 0)) <= alpha) {
    below += share[rank] ?? 0
    rank += 1
  }
  return { rank, coverage: 1 - 2 * below }
}

/**
 * The average of given rank (from 1) among all averages of two, without making them: halving the range of values, and
 * counting in one walk how many averages are no larger. 10,000 differences have 50 million averages.
 */
function walshAverage(sorted: Float64Array, rank: number): number {
  const at = (index: number) => sorted[index] ?? 0
  let [low, high] = [at(0), at(sorted.length - 1)]
  if (countUpTo(sorted, low) >= rank) return low
  while (true) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (countUpTo(sorted, middle) >= rank) high = largestUpTo(sorted, middle)
    else low = middle
  }
}

/** Calls back with every first index and the last second index whose average is at most `limit`. */
function walk(sorted: Float64Array, limit: number, visit: (first: number, last: number) => void): void {
  let last = sorted.length - 1
  for (let first = 0; first <= last; first += 1) {
    while (last >= first && average(sorted, first, last) > limit) last -= 1
    if (last >= first) visit(first, last)
  }
}

const average = (sorted: Float64Array, first: number, second: number) =>
  (sorted[first] ?? 0) / 2 + (sorted[second] ?? 0) / 2

function countUpTo(sorted: Float64Array, limit: number): number {
  let count = 0
  walk(sorted, limit, (first, last) => {
    count += last - first + 1
  })
  return count
}

function largestUpTo(sorted: Float64Array, limit: number): number {
  let largest = -Infinity
  walk(sorted, limit, (first, last) => {
    largest = Math.max(largest, average(sorted, first, last))
  })
  return largest
}
