import { type Differences, withoutZeros } from './differences'
import { type SeededRandom, seededRandom } from './seeded-random'
import type { TestOutcome } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

const EXACT_UP_TO = 20
const WORK = 20_000_000
/** Sums that differ by less than this share of the largest possible one are the same sum, added in another order. */
const SAME_SUM = 1e-12

export interface SignFlipOutcome extends TestOutcome {
  /** How many of the sign choices that were looked at are at least as far out, in either direction. */
  count: number
  of: number
}

/**
 * The permutation test of the mean difference: every way to flip the signs up to 20 differences, random flips above,
 * where p is (b + 1) / (m + 1). The statistic is the mean of all differences.
 */
export function signFlip(differences: Differences, seed: number): SignFlipOutcome {
  const { nonzero, zeros } = withoutZeros(differences)
  const n = nonzero.length
  if (n === 0) throw new UndefinedStatistic('all differences are zero: no test')
  const seen = nonzero.reduce((sum, value) => sum + value, 0)
  const slack = SAME_SUM * nonzero.reduce((sum, value) => sum + Math.abs(value), 0)
  const exact = n <= EXACT_UP_TO
  const sums = exact ? everyFlip(nonzero) : randomFlips(nonzero, seededRandom(seed))
  let [below, above, of] = [0, 0, 0]
  let both = 0
  for (const sum of sums) {
    of += 1
    if (sum <= seen + slack) below += 1
    if (sum >= seen - slack) above += 1
    if (Math.abs(sum) >= Math.abs(seen) - slack) both += 1
  }
  const share = (count: number) => (exact ? count / of : (count + 1) / (of + 1))
  const statistic = seen / differences.values.length
  return { statistic, p: share(both), less: share(below), greater: share(above), n, zeros, exact, count: both, of }
}

/** The sum under each of the 2^n sign choices, by Gray code: one sign changes from one to the next. */
function everyFlip(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length)
  let signs = 0
  let sum = values.reduce((total, value) => total + Math.abs(value), 0)
  sums[0] = sum
  for (let at = 1; at < sums.length; at += 1) {
    const turned = 31 - Math.clz32(at & -at)
    const isDown = (signs >> turned) & 1
    sum += (isDown ? 2 : -2) * Math.abs(values[turned] ?? 0)
    signs ^= 1 << turned
    sums[at] = sum
  }
  return sums
}

function randomFlips(values: readonly number[], random: SeededRandom): Float64Array {
  const sums = new Float64Array(Math.min(9_999, Math.max(1_999, Math.floor(WORK / values.length))))
  const exactValues = Float64Array.from(values)
  return sums.map(() => randomSum(exactValues, random))
}

function randomSum(values: Float64Array, random: SeededRandom): number {
  let sum = 0
  for (let from = 0; from < values.length; from += 32) {
    let bits = random.bits()
    const to = Math.min(from + 32, values.length)
    for (let at = from; at < to; at += 1) {
      sum += (1 - ((bits & 1) << 1)) * (values[at] ?? 0)
      bits >>>= 1
    }
  }
  return sum
}
