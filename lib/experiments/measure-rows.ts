import type { Analysis, BinaryTests, ContinuousTests, TestWire } from './analysis-schema'
import type { ExperimentMetric } from './definition'
import { effectText, intervalText, reasonOf, type Scale, shortNumber } from './number-words'
import { primaryPlace } from './primary-effect'
import { chiSquareWords, coverageWords, statisticWords } from './statistic-words'
import { TEST_WORDS } from './verdict'

/** One line of all that was measured. What is null says why. */
export interface MeasureRow {
  id: string
  measure: string
  isPrimary: boolean
  scale: Scale
  estimate: number | null
  ci: readonly [number, number] | null
  effect: string | null
  interval: string | null
  p: number | null
  n: number | null
  zeros: number | null
  exact: boolean | null
  method: string
  /** Of what is null. */
  reason: string
}

interface Measure {
  id: string
  measure: string
  /** Where its reason stands when it has no value. */
  place: string
  scale: Scale
  found: { estimate: number; ci?: readonly [number, number] | null } | null
  test?: TestLike | null
  method: string
}

type TestLike = Pick<TestWire, 'p' | 'n' | 'zeros' | 'exact'> & { resamples?: number | undefined }

const of = (id: string, measure: string, place: string, scale: Scale) => ({ id, measure, place, scale })

/** Every measure of an analysis: the primary one first, then sensitivity, then what only describes. */
export function measureRows(metric: ExperimentMetric, analysis: Analysis): MeasureRow[] {
  const { tests } = analysis
  const own = 'mcnemar' in tests ? binaryMeasures(analysis, tests) : continuousMeasures(analysis, tests)
  const rows = [...own, ...clusterMeasures(analysis), ...peeking(analysis)].map((one) => toRow(metric, analysis, one))
  return rows.sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary))
}

function toRow(metric: ExperimentMetric, analysis: Analysis, one: Measure): MeasureRow {
  const { found, test } = one
  const isPrimary = one.id === analysis.primary.test
  const ci = found?.ci ?? null
  return {
    ...{ id: one.id, measure: one.measure, isPrimary, scale: one.scale, estimate: found?.estimate ?? null, ci },
    effect: found ? effectText(metric, one.scale, found.estimate) : null,
    interval: ci && intervalText(metric, one.scale, ci),
    p: isPrimary ? analysis.primary.p : (test?.p ?? null),
    n: test?.n ?? null,
    zeros: test?.zeros ?? null,
    exact: test?.exact ?? null,
    method: test?.resamples === undefined ? one.method : `${one.method}, ${shortNumber(test.resamples)} draws`,
    reason: found ? (analysis.reasons[`${one.place}.ci`] ?? 'descriptive') : reasonOf(analysis, one.place),
  }
}

function continuousMeasures({ effect }: Analysis, tests: ContinuousTests): Measure[] {
  const method = (id: keyof ContinuousTests) => `${TEST_WORDS[id]}${statisticWords(id, tests[id])}`
  const only = (id: keyof ContinuousTests, measure: string): Measure => ({
    ...of(id, measure, `tests.${id}`, 'difference'),
    ...{ found: null, test: tests[id], method: method(id) },
  })
  return [
    {
      ...of('pairedTLogRatio', 'Geometric mean ratio', 'effect.geometricMeanRatio', 'ratio'),
      ...{ found: effect.geometricMeanRatio, test: tests.pairedTLogRatio, method: method('pairedTLogRatio') },
    },
    {
      ...of('pairedT', 'Mean difference', 'effect.difference', 'difference'),
      ...{ found: effect.difference, test: tests.pairedT, method: method('pairedT') },
    },
    {
      ...of('wilcoxon', 'Hodges–Lehmann difference', 'effect.hodgesLehmann', 'difference'),
      ...{ found: effect.hodgesLehmann, test: tests.wilcoxon },
      method: `${method('wilcoxon')}${coverageWords(effect)}`,
    },
    sums(effect.ratioOfSums, 'Ratio of sums (the bill)'),
    only('wilcoxonPratt', 'Ranks, zeros ranked'),
    only('wilcoxonLogRatio', 'Ranks of log ratios'),
    only('sign', 'Direction alone'),
    only('signFlip', 'Mean difference by sign flips'),
    ...bootstrap(effect),
  ]
}

function binaryMeasures({ effect, rates }: Analysis, { mcnemar }: BinaryTests): Measure[] {
  const exact: TestLike | null = mcnemar && { ...mcnemar, exact: true }
  const variant = (id: string, measure: string, p: number | undefined, method: string): Measure => ({
    ...of(id, measure, 'tests.mcnemar', 'difference'),
    ...{ found: null, method },
    test: mcnemar && p !== undefined ? { p, n: mcnemar.n, zeros: mcnemar.zeros, exact: false } : null,
  })
  return [
    {
      ...of('mcnemar', 'Success, difference', 'effect.difference', 'difference'),
      ...{ found: effect.difference, test: exact, method: `${TEST_WORDS.mcnemar}, Newcombe 10` },
    },
    variant('midP', 'Mid-p', mcnemar?.midP, 'McNemar mid-p'),
    variant(
      'chiSquare',
      'χ², corrected',
      mcnemar?.correctedP,
      `McNemar χ² with continuity correction${chiSquareWords(mcnemar)}`,
    ),
    sums(
      effect.ratioOfSums ?? (rates && rates.control.rate > 0 ? rates.treatment.rate / rates.control.rate : null),
      'Success, ratio',
    ),
    ...bootstrap(effect),
  ]
}

const sums = (ratio: number | null, measure: string): Measure => ({
  ...of('ratioOfSums', measure, 'effect.ratioOfSums', 'ratio'),
  method: 'descriptive',
  found: ratio === null ? null : { estimate: ratio },
})

/** A sensitivity check, never the headline: it is too narrow for few pairs. */
function bootstrap({ bootstrap: found, difference }: Analysis['effect']): Measure[] {
  if (!found) return []
  const drawn = found.exact ? 'all resamples' : `${found.resamples.toLocaleString('en-US')} resamples`
  const error = `standard error ${shortNumber(found.se)}`
  const estimate = difference?.estimate
  if (estimate === undefined) return []
  const row = (id: string, measure: string, ci: readonly [number, number] | null, place: string): Measure => ({
    ...of(id, measure, place, 'difference'),
    ...{ found: { estimate, ci }, method: `sensitivity only, ${drawn}, ${error}` },
  })
  return [
    row('percentile', 'Bootstrap, percentile', found.percentile, 'effect.bootstrap'),
    row('bca', 'Bootstrap, BCa', found.bca, 'effect.bootstrap.bca'),
  ]
}

function clusterMeasures({ cluster }: Analysis): Measure[] {
  if (!cluster) return []
  const test = { p: cluster.p, n: cluster.clusters, zeros: 0, exact: false }
  const method = `${cluster.clusters} clusters, design effect ${shortNumber(cluster.designEffect)}`
  const place = 'cluster'
  const rows: Measure[] = [
    { id: 'clusterT', measure: 'Mean difference by cluster', place, scale: 'difference', found: cluster, test, method },
  ]
  if (cluster.ratio) {
    const found = cluster.ratio
    rows.push({
      ...of('clusterTLogRatio', 'Ratio by cluster', 'cluster.ratio', 'ratio'),
      ...{ found, method },
      test: { ...test, p: found.p },
    })
  }
  return rows
}

/** What stays true when somebody looks again and again. */
function peeking({ sequential, n }: Analysis): Measure[] {
  if (!sequential) return []
  const isRatio = sequential.scale === 'log-ratio'
  const found = isRatio
    ? { estimate: Math.exp(sequential.estimate), ci: sequential.ratioCi }
    : { estimate: sequential.estimate, ci: sequential.ci }
  return [
    {
      ...of('sequential', 'Always valid', 'sequential', isRatio ? 'ratio' : 'difference'),
      ...{ found, method: `normal mixture, tightest at ${sequential.nStar.toLocaleString('en-US')} pairs` },
      test: { p: sequential.p, n: n.evaluable, zeros: 0, exact: false },
    },
  ]
}

/** What is not there at all, with the reason: for the line below the table. */
export function missingMeasures(analysis: Analysis): { measure: string; reason: string }[] {
  const missing = [
    ['Always-valid interval', analysis.sequential, 'sequential'],
    ['Sign e-value', analysis.signEValue, 'signEValue'],
    ['Effect', analysis.primary.p, primaryPlace(analysis)],
  ] as const
  return missing.flatMap(([measure, value, place]) =>
    value === null && analysis.reasons[place] !== undefined ? [{ measure, reason: reasonOf(analysis, place) }] : [],
  )
}
