import { fairCoinsBelow, logBinomial } from './binomial'
import { chiSquareTail } from './chi-square'
import type { PairTable } from './pair-table'
import { type TestOutcome, twoSided } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

export interface McNemar extends TestOutcome {
  /** Two-sided, the same as `p`. */
  exactP: number
  midP: number
  chiSquare: number
  chiSquareP: number
  correctedChiSquare: number
  correctedP: number
}

/**
 * McNemar's test of paired success: exact, mid-p, and both chi-squares. The statistic counts pairs that only treatment
 * won; `n` are the pairs that differ, `zeros` those that agree.
 * @throws UndefinedStatistic when no pair differs
 */
export function mcnemar({ both, onlyTreatment, onlyControl, neither }: PairTable): McNemar {
  const n = onlyTreatment + onlyControl
  if (n === 0) throw new UndefinedStatistic('both arms agree in every pair: no test')
  const less = fairCoinsBelow(onlyTreatment, n)
  const greater = fairCoinsBelow(onlyControl, n)
  const p = twoSided(less, greater)
  const midP = Math.min(1, 2 * Math.min(less, greater) - Math.exp(logBinomial(onlyTreatment, n)))
  const gap = Math.abs(onlyTreatment - onlyControl)
  const chiSquare = gap ** 2 / n
  const correctedChiSquare = Math.max(0, gap - 1) ** 2 / n
  return {
    ...{ statistic: onlyTreatment, p, less, greater, n, zeros: both + neither, exact: true, exactP: p, midP },
    ...{ chiSquare, chiSquareP: chiSquareTail(chiSquare, 1).p },
    ...{ correctedChiSquare, correctedP: chiSquareTail(correctedChiSquare, 1).p },
  }
}
