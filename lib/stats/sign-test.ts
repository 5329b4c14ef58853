import { fairCoinsBelow } from './binomial'
import { type Differences, withoutZeros } from './differences'
import { type TestOutcome, twoSided } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

/** The exact sign test; its statistic is the number of pairs in which treatment is higher. */
export function signTest(differences: Differences): TestOutcome {
  const { nonzero, zeros } = withoutZeros(differences)
  const n = nonzero.length
  if (n === 0) throw new UndefinedStatistic('all differences are zero: no test')
  const higher = nonzero.filter((value) => value > 0).length
  const less = fairCoinsBelow(higher, n)
  const greater = fairCoinsBelow(n - higher, n)
  return { statistic: higher, p: twoSided(less, greater), less, greater, n, zeros, exact: true }
}
