import { type Differences, logRatios, type PairedValues, rawDifferences, withoutZeros } from '@/lib/stats/differences'
import { hodgesLehmann } from '@/lib/stats/hodges-lehmann'
import { mcnemar } from '@/lib/stats/mcnemar'
import { newcombe } from '@/lib/stats/newcombe'
import { pairedT } from '@/lib/stats/paired-t'
import type { TestOutcome } from '@/lib/stats/test-outcome'
import { UndefinedStatistic } from '@/lib/stats/undefined-statistic'
import { wilcoxon } from '@/lib/stats/wilcoxon'
import { analyzePairs } from './analyze-pairs'
import { betterOf, type ExperimentDefinition, kindOf } from './definition'
import type { MatrixCell } from './experiment-schema'
import { type Matched, matchPairs, toPairInputs } from './match-pairs'
import type { Observation } from './observation'
import { T_FROM } from './primary-test'
import { TEST_WORDS } from './verdict'

/** What decides a comparison of two arms. */
export type Rules = Pick<ExperimentDefinition, 'metric' | 'better' | 'alpha' | 'power' | 'direction' | 'seed'>

/** The default test of two arms, its estimate, and why it cannot decide when it cannot. */
export type Compared = Omit<MatrixCell, 'holmP' | 'outcome' | 'control' | 'treatment'> & {
  /** The treatment has less of the metric. */
  lower: boolean
  obstacle: string | null
}

/** What follows for the treatment from a p value, corrected or not. */
export function judged(
  { lower, obstacle, why }: Pick<Compared, 'lower' | 'obstacle' | 'why'>,
  p: number | null,
  rules: Pick<Rules, 'metric' | 'better' | 'alpha'>,
): Pick<MatrixCell, 'outcome' | 'why'> {
  if (obstacle !== null || p === null || p > rules.alpha) return { outcome: 'cannot_tell', why: obstacle ?? why }
  return { outcome: lower === (betterOf(rules) === 'lower') ? 'better' : 'worse', why: null }
}

type Pairs = Matched['pairs']

/** The default test of two arms with its estimate: what a whole analysis says, without all the rest of it. */
export const compareArms = (observations: readonly Observation[], rules: Rules): Compared =>
  comparePairs(matchPairs(observations, kindOf(rules.metric)), rules)

/** The same of pairs that are matched already. */
export function comparePairs({ pairs, counts }: Pick<Matched, 'pairs' | 'counts'>, rules: Rules): Compared {
  if (kindOf(rules.metric) === 'continuous') return compareAmounts(pairs, rules)
  return counts.repeats === 'none' ? compareSuccess(pairs, rules) : compareClusters(pairs, rules)
}

function compareSuccess(pairs: Pairs, { alpha, direction }: Rules): Compared {
  const table = { both: 0, onlyTreatment: 0, onlyControl: 0, neither: 0 }
  for (const { control, treatment, evaluable } of pairs) {
    if (!evaluable) continue
    if (control.value === 1) table[treatment.value === 1 ? 'both' : 'onlyControl'] += 1
    else table[treatment.value === 1 ? 'onlyTreatment' : 'neither'] += 1
  }
  const { onlyControl, onlyTreatment } = table
  const n = onlyControl + onlyTreatment + table.both + table.neither
  const untied = onlyControl + onlyTreatment
  const counted = { n, test: TEST_WORDS.mcnemar, scale: 'difference' as const, onlyControl, onlyTreatment, why: null }
  const nothing = { p: null, estimate: null, ci: null, lower: false }
  if (n === 0) return { ...counted, ...nothing, obstacle: NOTHING_SHARED }
  const { estimate, ci } = newcombe(table, 1 - alpha)
  if (untied === 0) return { ...counted, ...nothing, estimate, ci: [...ci], obstacle: 'both agree on every item' }
  const found = mcnemar(table)
  return {
    ...{ ...counted, ...sided(found, direction), estimate, ci: [...ci], lower: onlyTreatment < onlyControl },
    obstacle: floorOf(untied, { alpha, direction }),
  }
}

const NOTHING_SHARED = 'no item can be judged in both'

function floorOf(untied: number, { alpha, direction }: Pick<Rules, 'alpha' | 'direction'>): string | null {
  const least = 2 ** ((direction === 'two-sided' ? 1 : 0) - untied)
  return least > alpha ? `${untied} items that differ cannot reach ${alpha} at this n` : null
}

const sided = (test: Pick<TestOutcome, 'p' | 'less' | 'greater'>, direction: Rules['direction']) => ({
  p: direction === 'two-sided' ? test.p : test[direction],
})

/** The default test of a whole analysis: t of log ratios from 20 positive pairs on, else Wilcoxon of differences. */
function compareAmounts(pairs: Pairs, rules: Rules): Compared {
  const whole = pairs.filter(({ evaluable }) => evaluable)
  const values = {
    control: whole.map(({ control }) => control.value ?? 0),
    treatment: whole.map(({ treatment }) => treatment.value ?? 0),
  }
  const n = whole.length
  const isPositive = [...values.control, ...values.treatment].every((value) => value > 0)
  const counted = { n, onlyControl: null, onlyTreatment: null, why: null }
  const nothing = { p: null, estimate: null, ci: null, lower: false, scale: 'difference' as const }
  const raw = rawDifferences(values)
  const untied = withoutZeros(raw).nonzero.length
  const test = TEST_WORDS[isPositive && n >= T_FROM ? 'pairedTLogRatio' : 'wilcoxon']
  if (n === 0) return { ...counted, ...nothing, test, obstacle: NOTHING_SHARED }
  if (untied === 0) return { ...counted, ...nothing, test, obstacle: 'both agree on every item' }
  try {
    const found = isPositive && n >= T_FROM ? byRatio(values, rules) : byRank(raw, rules)
    return { ...counted, ...found, test, obstacle: floorOf(untied, rules) }
  } catch (error) {
    if (!(error instanceof UndefinedStatistic)) throw error
    return { ...counted, ...nothing, test, obstacle: error.message }
  }
}

function byRatio(values: PairedValues, { alpha, direction }: Rules) {
  const found = pairedT(logRatios(values).values, 1 - alpha)
  const [low, high] = found.ci
  const ci: [number, number] = [Math.exp(low), Math.exp(high)]
  return {
    ...sided(found, direction),
    estimate: Math.exp(found.mean),
    ci,
    scale: 'ratio' as const,
    lower: found.mean < 0,
  }
}

function byRank(raw: Differences, { alpha, direction }: Rules) {
  const found = wilcoxon(raw)
  const { estimate, ci } = hodgesLehmann(raw.values, 1 - alpha)
  const interval: [number, number] | null = ci === null ? null : [...ci]
  return {
    ...{ ...sided(found, direction), estimate, ci: interval, scale: 'difference' as const },
    lower: found.less < found.greater,
  }
}

/** Repeats of an item are no independent pairs. */
function compareClusters(pairs: Pairs, rules: Rules): Compared {
  const { metric: _metric, ...shared } = rules
  const input = { ...shared, metric: 'binary' as const, better: betterOf(rules), scale: 'log-ratio' as const }
  const { primary, n, floor, cluster, table, verdict } = analyzePairs({ ...input, pairs: toPairInputs(pairs) })
  return {
    ...{ n: n.evaluable, test: TEST_WORDS[primary.test], p: primary.p, scale: 'difference' },
    ...{ estimate: cluster?.estimate ?? null, ci: cluster?.ci ?? null, lower: (cluster?.estimate ?? 0) < 0 },
    ...{ onlyControl: table?.onlyControl ?? null, onlyTreatment: table?.onlyTreatment ?? null },
    why: primary.p === null ? verdict : null,
    obstacle: floor.canReachAlpha && n.evaluable > 0 ? null : verdict,
  }
}
