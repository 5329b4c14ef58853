import { type Bootstrap, bootstrapMean } from '@/lib/stats/bootstrap'
import { type Differences, logRatios, rawDifferences } from '@/lib/stats/differences'
import { hodgesLehmann } from '@/lib/stats/hodges-lehmann'
import { meanOf, momentsOf, sumOf } from '@/lib/stats/moments'
import { type PairedT, pairedT } from '@/lib/stats/paired-t'
import { alwaysValid, SEQUENTIAL_FROM } from '@/lib/stats/sequential'
import { signFlip } from '@/lib/stats/sign-flip'
import { signTest } from '@/lib/stats/sign-test'
import { UndefinedStatistic } from '@/lib/stats/undefined-statistic'
import { type WilcoxonOutcome, wilcoxon } from '@/lib/stats/wilcoxon'
import type { Analysis, AnalyzePairsInput, ContinuousTests, TestWire } from './analysis-schema'
import { asNumber, asRatio, type Clustering } from './cluster-effect'
import type { PreparedPairs } from './prepare-pairs'
import type { Reasons } from './reasons'

/** Differences on both scales; ratios only where every value is positive. */
export interface Scales {
  raw: Differences
  ratios: Differences | null
}

export function scalesOf(pairs: PreparedPairs, reasons: Reasons): Scales {
  const notPositive = pairs.control.filter((value, at) => !(value > 0 && (pairs.treatment[at] ?? 0) > 0)).length
  const count = pairs.control.length
  const ratios = notPositive === 0 && count > 0 ? logRatios(pairs) : null
  if (!ratios) {
    const zeros = `a ratio needs positive values, and ${notPositive} of ${count} pairs have a zero or less`
    for (const place of ['effect.geometricMeanRatio', 'tests.pairedTLogRatio', 'tests.wilcoxonLogRatio'])
      reasons.none(place, count === 0 ? 'there is no pair' : zeros)
  }
  return { raw: rawDifferences(pairs), ratios }
}

/** Every test of the differences. Beside the primary one they are for sensitivity. */
export function continuousTests({ raw, ratios }: Scales, seed: number, reasons: Reasons): ContinuousTests {
  const attempt = <T>(name: string, compute: () => T) => reasons.attempt(`tests.${name}`, compute)
  return {
    pairedT: attempt('pairedT', () => tWire(pairedT(raw.values))),
    pairedTLogRatio: ratios && attempt('pairedTLogRatio', () => tWire(pairedT(ratios.values))),
    wilcoxon: attempt('wilcoxon', () => wilcoxonWire(wilcoxon(raw))),
    wilcoxonPratt: attempt('wilcoxonPratt', () => wilcoxonWire(wilcoxon(raw, { zeros: 'pratt' }))),
    wilcoxonLogRatio: ratios && attempt('wilcoxonLogRatio', () => wilcoxonWire(wilcoxon(ratios))),
    sign: attempt('sign', () => signTest(raw)),
    signFlip: attempt('signFlip', () => {
      const { count: _count, of, ...test } = signFlip(raw, seed)
      return test.exact ? test : { ...test, resamples: of }
    }),
  }
}

const tWire = ({ statistic, p, less, greater, n, zeros, exact }: PairedT): TestWire => ({
  ...{ statistic, p, less, greater, n, zeros, exact },
})
const wilcoxonWire = ({ plus: _plus, minus: _minus, ...test }: WilcoxonOutcome): TestWire => test

interface EffectParts {
  pairs: PreparedPairs
  scales: Scales
  clustering: Clustering
  input: Pick<AnalyzePairsInput, 'alpha' | 'seed'>
  reasons: Reasons
}

/** The effect in the unit of the metric, and as a ratio. */
export function continuousEffect({ pairs, scales, clustering, input, reasons }: EffectParts): Analysis['effect'] {
  const confidence = 1 - input.alpha
  const { raw, ratios } = scales
  const attempt = <T>(name: string, compute: () => T) => reasons.attempt(`effect.${name}`, compute)
  return {
    difference: attempt('difference', () => {
      const estimate = meanOf(raw.values)
      const ci = reasons.attempt('effect.difference.ci', () => pairedT(raw.values, confidence).ci)
      return { estimate, ci }
    }),
    geometricMeanRatio: ratios && attempt('geometricMeanRatio', () => geometricMeanRatio(ratios, confidence, reasons)),
    ratioOfSums: attempt('ratioOfSums', () => ratioOfSums(pairs)),
    hodgesLehmann: attempt('hodgesLehmann', () => {
      const found = hodgesLehmann(raw.values, confidence)
      if (!found.ci) reasons.none('effect.hodgesLehmann.ci', 'so few pairs have no interval of that confidence')
      return found
    }),
    bootstrap: attempt('bootstrap', () => {
      const found = bootstrapOf(raw.values, clustering, { seed: input.seed, confidence })
      if (!found.bca) reasons.none('effect.bootstrap.bca', 'no resample differs from the others on both sides')
      return found
    }),
  }
}

function geometricMeanRatio(ratios: Differences, confidence: number, reasons: Reasons) {
  const t = reasons.attempt('effect.geometricMeanRatio.ci', () => pairedT(ratios.values, confidence))
  if (!t) return { estimate: asNumber(Math.exp(meanOf(ratios.values))), ci: null, p: null }
  return { ...asRatio(t.mean, t.ci), p: t.p }
}

/** What treatment costs in all as a share of what control costs: the question of the bill. */
export function ratioOfSums({ control, treatment }: Pick<PreparedPairs, 'control' | 'treatment'>): number {
  const base = sumOf(control)
  if (control.length === 0) throw new UndefinedStatistic('there is no pair')
  if (!(base > 0)) throw new UndefinedStatistic('the sum of control is not positive')
  return asNumber(sumOf(treatment) / base)
}

function bootstrapOf(
  values: readonly number[],
  { units }: Clustering,
  options: { seed: number; confidence: number },
): NonNullable<Analysis['effect']['bootstrap']> {
  const sums = Float64Array.from(units, (unit) => sumOf(unit.map((at) => values[at] ?? 0)))
  const sizes = Float64Array.from(units, (unit) => unit.length)
  const found: Bootstrap = bootstrapMean(sums, sizes, options)
  const { percentile, basic, bca, se, resamples, exact } = found
  return { percentile, basic, bca, se, resamples, exact }
}

/** The always-valid interval on the scale that was asked for, planned for n* pairs. */
export function sequentialOf(
  { raw, ratios }: Scales,
  { scale, nStar, planned, alpha }: Pick<AnalyzePairsInput, 'scale' | 'nStar' | 'planned' | 'alpha'>,
  clustering: Clustering,
): NonNullable<Analysis['sequential']> {
  const n = raw.values.length
  if (n < SEQUENTIAL_FROM) throw new UndefinedStatistic(`it is valid from ${SEQUENTIAL_FROM} pairs on, not at ${n}`)
  if (clustering.repeated) throw new UndefinedStatistic('pairs of one cluster are not independent')
  const differences = scale === 'raw' ? raw : ratios
  if (!differences) throw new UndefinedStatistic('there are no log ratios; the raw scale can be asked for')
  const { mean, sd } = momentsOf(differences.values)
  const star = nStar ?? planned ?? n
  const { ci, p } = alwaysValid({ estimate: mean, sd, n, nStar: star, alpha })
  const ratioCi = scale === 'raw' ? null : asRatio(mean, ci).ci
  return { scale, nStar: star, p, estimate: mean, ci, ratioCi }
}
