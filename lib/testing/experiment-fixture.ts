import { AnalyzePairsInput } from '@/lib/experiments/analysis-schema'
import { analyzePairs } from '@/lib/experiments/analyze-pairs'
import { betterOf, ExperimentDefinition, type ExperimentMetric, kindOf } from '@/lib/experiments/definition'
import type { ArmSummary, ExperimentDetail, ExperimentSummary, PairWire } from '@/lib/experiments/experiment-schema'
import { strataOf } from '@/lib/experiments/strata'

/** Experiments as the API gives them, of which nothing is known but what a test says. */

export const experimentSummary = (rest: Partial<ExperimentSummary> = {}): ExperimentSummary => ({
  ...{ id: 'results:bench', name: 'bench', origin: 'results', declared: false, metric: 'success' },
  ...{ control: 'a', treatment: 'b', configurations: 2, version: 1, planned: null },
  ...{ pairs: null, verdict: null, outcome: null, computedAt: null, createdAt: null },
  ...{ withdrawn: null, overridden: false },
  ...rest,
})

const NOTHING = { sum: null, known: 0, of: 0 }
const armOf = (configuration: string, rest: Partial<ArmSummary> = {}): ArmSummary => ({
  ...{ label: configuration, arm: { by: 'configuration', configuration }, runs: 1 },
  ...{ observations: 0, evaluable: 0, excluded: 0, unmatched: 0, successes: null, judged: 0, successRate: null },
  ...{ quality: 'no results', mean: null, costPerSuccessMicroUsd: null, tokensPerSuccess: null },
  ...{ tokens: NOTHING, costMicroUsd: NOTHING, seconds: NOTHING, calls: NOTHING },
  ...rest,
})

/** A pair of two values; null is an arm that infrastructure took away. */
export function pairOf(key: string, control: number | null, treatment: number | null, cluster: string | null = null) {
  const side = (value: number | null): PairWire['control'] => ({
    ...{ value, results: 1, excluded: value === null ? 1 : 0, cause: value === null ? 'infra' : null },
    ...{ runId: `run-${key}`, resultId: null },
  })
  const evaluable = control !== null && treatment !== null
  const pair: PairWire = {
    ...{ key, cluster, evaluable, control: side(control), treatment: side(treatment) },
    difference: evaluable ? treatment - control : null,
  }
  return pair
}

interface Asked {
  metric: ExperimentMetric
  pairs: readonly PairWire[]
  planned?: number
}

/** An experiment of these pairs with the analysis that they really have. */
export function experimentOf(
  { metric, pairs, planned }: Asked,
  rest: Partial<ExperimentDetail> = {},
): ExperimentDetail {
  const definition = ExperimentDefinition.parse({
    ...{ name: 'bench', metric, control: { by: 'configuration', configuration: 'a' } },
    treatment: { by: 'configuration', configuration: 'b' },
  })
  const better = betterOf(definition)
  const analysis = analyzePairs(
    AnalyzePairsInput.parse({
      ...{ metric: kindOf(metric), better, seed: 7, ...(planned === undefined ? {} : { planned }) },
      pairs: pairs.map(({ key, cluster, control, treatment }) => ({
        ...{
          key,
          cluster,
          control: control.value,
          treatment: treatment.value,
          cause: control.cause ?? treatment.cause,
        },
      })),
    }),
  )
  const evaluablePairs = pairs.filter(({ evaluable }) => evaluable).length
  return {
    ...experimentSummary({ metric, planned: planned ?? null, pairs: pairs.length }),
    ...{ verdict: analysis.verdict, outcome: analysis.outcome, definition, versions: [], unit: 'share', better },
    arms: { control: armOf('a'), treatment: armOf('b') },
    ...{ choices: [], exclusions: [], warnings: [], withheld: null, analysis, result: null, earlier: [] },
    matching: {
      ...{ observations: 2 * pairs.length, matched: 2 * evaluablePairs, stranded: 0, excluded: 0, unmatched: 0 },
      ...{ pairs: pairs.length, evaluablePairs, repeats: 'none' },
    },
    pairList: { items: [...pairs], nextCursor: null, total: pairs.length },
    unmatched: { items: [], total: 0 },
    validity: { valid: null, override: null, checks: [] },
    strata: strataOf(pairs, definition),
    ...{ family: null, matrix: null, points: [], headlines: [] },
    ...rest,
  }
}
