import { logRatios } from '@/lib/stats/differences'
import { holm } from '@/lib/stats/holm'
import { pairedT } from '@/lib/stats/paired-t'
import { UndefinedStatistic } from '@/lib/stats/undefined-statistic'
import type { Analysis } from './analysis-schema'
import { type Compared, comparePairs, judged, type Rules } from './compare-arms'
import { betterOf, EXPERIMENT_METRICS, type ExperimentDefinition, type ExperimentMetric, kindOf } from './definition'
import type { FamilyRow, MetricFamily } from './experiment-schema'
import { type Matched, matchPairs } from './match-pairs'
import { NOT_RECORDED, type Observation, type Outcome, observe } from './observation'
import { primaryEffect } from './primary-effect'
import { TEST_WORDS } from './verdict'

/**
 * The same pairs in every metric that they record, the primary one first, with p values corrected by Holm: whoever looks at
 * six metrics finds one that differs by chance in every fourth experiment. Null when only one metric is recorded.
 */
export function metricFamily(
  observations: readonly Observation[],
  definition: ExperimentDefinition,
  matched: Matched,
  primary: Analysis,
): MetricFamily | null {
  const others = EXPERIMENT_METRICS.filter((metric) => metric !== definition.metric)
  const found = [definition.metric, ...others].flatMap((metric) => {
    const isPrimary = metric === definition.metric
    const pairs = isPrimary ? matched : matchedIn(observations, metric)
    if (pairs === null || (!isPrimary && pairs.counts.evaluablePairs === 0)) return []
    const rules = rulesFor(definition, metric)
    const compared = { ...comparePairs(pairs, rules), ...(isPrimary ? ofPrimary(primary) : {}) }
    const ratio = kindOf(metric) === 'continuous' ? ratioOf(pairs, rules) : null
    return [{ metric, isPrimary, rules, compared, ratio }]
  })
  if (found.length < 2) return null
  const tested = found.filter(({ compared }) => compared.p !== null)
  const corrected = holm(tested.map(({ compared }) => compared.p ?? 1))
  const holmOf = new Map(tested.map(({ metric }, at) => [metric, corrected[at] ?? 1]))
  return {
    alpha: definition.alpha,
    tests: tested.length,
    rows: found.map(({ metric, isPrimary, rules, compared, ratio }): FamilyRow => {
      const { n, test, p, estimate, ci, scale } = compared
      const holmP = holmOf.get(metric) ?? null
      const row = { metric, isPrimary, n, test, p, holmP, estimate, ci, scale, ratio, better: betterOf(rules) }
      return { ...row, ...judged(compared, holmP, rules) }
    }),
  }
}

/** What was declared of the primary metric holds for it alone. */
function rulesFor(
  { metric: primary, better, alpha, power, direction, seed }: ExperimentDefinition,
  metric: ExperimentMetric,
): Rules {
  if (metric !== primary) return { metric, alpha, power, direction: 'two-sided', seed }
  return { metric, alpha, power, direction, seed, ...(better === undefined ? {} : { better }) }
}

/** The primary metric as its whole analysis has it: with the declared test. */
function ofPrimary(analysis: Analysis): Partial<Compared> {
  const { primary, n } = analysis
  const effect = primaryEffect(analysis)
  return {
    ...{ n: n.evaluable, test: TEST_WORDS[primary.test], p: primary.p },
    ...(effect === null
      ? {}
      : {
          ...{ scale: effect.scale, estimate: effect.estimate, ci: effect.ci },
          lower: effect.estimate < (effect.scale === 'ratio' ? 1 : 0),
        }),
  }
}

/** The pairs in another metric; null when an arm records nothing of it. */
function matchedIn(observations: readonly Observation[], metric: ExperimentMetric): Matched | null {
  const has = (arm: Observation['arm']) => observations.some((one) => one.arm === arm && one[FIELDS[metric]] !== null)
  if (!has('control') || !has('treatment')) return null
  return matchPairs(
    observations.map((one) => inMetric(one, metric)),
    kindOf(metric),
  )
}

const FIELDS = {
  success: 'success',
  reward: 'reward',
  tokens: 'tokens',
  cost: 'costPico',
  seconds: 'seconds',
  calls: 'calls',
} as const satisfies Record<ExperimentMetric, keyof Outcome>

function inMetric(one: Observation, metric: ExperimentMetric): Observation {
  const exclusion = one.exclusion === NOT_RECORDED ? null : one.exclusion
  return observe({ ...one, exclusion }, one, metric)
}

/** Treatment as a multiple of control, where every amount is above nothing: amounts of all units on one axis. */
function ratioOf({ pairs }: Matched, { alpha }: Rules): FamilyRow['ratio'] {
  const whole = pairs.filter(({ evaluable }) => evaluable)
  const values = {
    control: whole.map(({ control }) => control.value ?? 0),
    treatment: whole.map(({ treatment }) => treatment.value ?? 0),
  }
  if (whole.length < 2 || ![...values.control, ...values.treatment].every((value) => value > 0)) return null
  try {
    const { mean, ci } = pairedT(logRatios(values).values, 1 - alpha)
    return { estimate: Math.exp(mean), ci: [Math.exp(ci[0]), Math.exp(ci[1])] }
  } catch (error) {
    if (!(error instanceof UndefinedStatistic)) throw error
    return null
  }
}
