import { logBinomialTwoSided } from './binomial'
import { chiSquareTail, type Tail, tailOf } from './chi-square'
import { UndefinedStatistic } from './undefined-statistic'

/** Below this the arms were not filled as planned. */
export const RATIO_ALERT = 0.001
const FEWEST = 10

export interface SampleRatio extends Tail {
  test: 'exact binomial' | 'chi-square'
  /** Null while there are too few to say. */
  asPlanned: boolean | null
}

/** Whether arms were filled in the planned proportions: exact for two arms, chi-square for more. */
export function sampleRatio(observed: readonly number[], planned: readonly number[]): SampleRatio {
  const [first = 0, second = 0] = observed
  const total = sumOfCounts(observed)
  if (observed.length === 2) {
    const share = (planned[0] ?? 0) / sumOfCounts(planned)
    return judged('exact binomial', tailOf(logBinomialTwoSided(first, first + second, share)), total)
  }
  return judged('chi-square', chiSquareRatio(observed, planned), total)
}

/** The chi-square test of counts against planned proportions. @throws UndefinedStatistic when nothing was planned */
export function chiSquareRatio(observed: readonly number[], planned: readonly number[]): Tail {
  const [total, weight] = [sumOfCounts(observed), sumOfCounts(planned)]
  if (observed.length < 2 || observed.length !== planned.length || planned.some((share) => !(share > 0)))
    throw new UndefinedStatistic('every arm needs a planned share')
  if (total === 0) throw new UndefinedStatistic('no arm has anything')
  const statistic = observed.reduce((sum, count, arm) => {
    const expected = (total * (planned[arm] ?? 0)) / weight
    return sum + (count - expected) ** 2 / expected
  }, 0)
  return chiSquareTail(statistic, observed.length - 1)
}

const sumOfCounts = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

const judged = (test: SampleRatio['test'], tail: Tail, total: number): SampleRatio => ({
  test,
  ...tail,
  asPlanned: total < FEWEST ? null : tail.p >= RATIO_ALERT,
})
