import type { Differences } from './differences'
import { normalTail } from './special-functions'
import { type TestOutcome, twoSided } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

/** Up to this many differences the distribution is enumerated; above, the normal limit is as good. */
export const EXACT_UP_TO = 50

export interface WilcoxonOutcome extends TestOutcome {
  plus: number
  minus: number
  /** How many differences share their magnitude with another one. */
  ties: number
}

export interface WilcoxonOptions {
  /** `drop` leaves zeros out; `pratt` ranks them and then leaves their ranks out. */
  zeros?: 'drop' | 'pratt'
  exact?: boolean
  /** Of the normal limit. */
  continuity?: boolean
}

/**
 * Wilcoxon's signed-rank test of differences around zero. With tied magnitudes the exact distribution is that of the
 * mid-ranks these data have, not that of the table for untied ones. The statistic is the smaller of the two rank sums.
 * @throws UndefinedStatistic when all differences are zero
 */
export function wilcoxon(differences: Differences, options: WilcoxonOptions = {}): WilcoxonOutcome {
  const { ranks, zeros, ties } = signedRanks(differences, options.zeros ?? 'drop')
  const n = ranks.length
  if (n === 0) throw new UndefinedStatistic('all differences are zero: no test')
  const plus = ranks.reduce((sum, rank) => sum + Math.max(rank, 0), 0)
  const minus = ranks.reduce((sum, rank) => sum + Math.max(-rank, 0), 0)
  const exact = options.exact ?? n <= EXACT_UP_TO
  const { less, greater } = exact ? exactTails(ranks, plus) : normalTails(ranks, plus, options.continuity ?? true)
  const statistic = Math.min(plus, minus)
  return { statistic, p: twoSided(less, greater), less, greater, n, zeros, exact, plus, minus, ties }
}

/** Mid-ranks of the magnitudes with the signs of the differences, without those of zeros. */
function signedRanks({ values, rounding }: Differences, zeroRule: 'drop' | 'pratt') {
  const ordered = values
    .map((value) => (Math.abs(value) <= rounding ? 0 : value))
    .filter((value) => zeroRule === 'pratt' || value !== 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b))
  const ranks: number[] = []
  let ties = 0
  for (let from = 0; from < ordered.length; ) {
    const to = endOfTie(ordered, from, rounding)
    const group = ordered.slice(from, to)
    if (group.length > 1 && group[0] !== 0) ties += group.length
    for (const value of group) if (value !== 0) ranks.push(Math.sign(value) * ((from + 1 + to) / 2))
    from = to
  }
  return { ranks, ties, zeros: values.filter((value) => Math.abs(value) <= rounding).length }
}

function endOfTie(ordered: readonly number[], from: number, rounding: number): number {
  const magnitude = (at: number) => Math.abs(ordered[at] ?? Number.POSITIVE_INFINITY)
  let to = from + 1
  while (
    to < ordered.length &&
    magnitude(to) - magnitude(to - 1) <= rounding &&
    magnitude(to - 1) > 0 === magnitude(to) > 0
  )
    to += 1
  return to
}

/** Both tails over all 2^n ways to give the ranks their signs. Doubled mid-ranks are whole numbers. */
function exactTails(ranks: readonly number[], plus: number): { less: number; greater: number } {
  const share = signedSumShares(ranks.map((rank) => Math.round(2 * Math.abs(rank))))
  const at = Math.round(2 * plus)
  let [less, greater] = [0, 0]
  for (const [sum, part] of share.entries()) {
    if (sum <= at) less += part
    if (sum >= at) greater += part
  }
  return { less, greater }
}

/** The share of sign choices with each sum of the chosen weights; sums of powers of two, so exact to 53 weights. */
export function signedSumShares(weights: readonly number[]): Float64Array {
  const share = new Float64Array(weights.reduce((sum, weight) => sum + weight, 0) + 1)
  share[0] = 1
  let top = 0
  for (const weight of weights) {
    top += weight
    for (let sum = top; sum >= 0; sum -= 1) {
      share[sum] = ((share[sum] ?? 0) + (sum >= weight ? (share[sum - weight] ?? 0) : 0)) / 2
    }
  }
  return share
}

function normalTails(ranks: readonly number[], plus: number, continuity: boolean) {
  const mean = ranks.reduce((sum, rank) => sum + Math.abs(rank), 0) / 2
  // The sum of squared mid-ranks over four holds the correction for ties.
  const sd = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0)) / 2
  const step = continuity ? 0.5 : 0
  return { less: normalTail(-(plus + step - mean) / sd), greater: normalTail((plus - step - mean) / sd) }
}
