import { toMicroUsd } from '@/lib/http/amounts'
import { type Arm, armLabel, type ExperimentMetric } from './definition'
import type { ArmSummary, KnownSum } from './experiment-schema'
import type { Observation } from './observation'

const good = (values: readonly (number | null)[]) => values.filter((value) => value !== null)
const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** Results that say something of quality: an outcome or a score, and no failure of the machinery. */
const isJudged = ({ exclusion, success, reward }: Observation) =>
  (exclusion === null || exclusion === 'not recorded') && (success !== null || reward !== null)

/** One arm: what can be judged of it, and all that was spent, failures and unmatched results included. */
export function summarizeArm(
  arm: Arm,
  { metric, observations, unmatched }: { metric: ExperimentMetric; observations: Observation[]; unmatched: number },
): ArmSummary {
  // A run that stands in several pairs was paid for once.
  const totals = totalsOf([...new Map(observations.map((one) => [one.id, one])).values()])
  const judged = observations.filter(isJudged)
  const known = judged.filter(({ success }) => success !== null)
  const successes = known.length === 0 ? null : known.filter(({ success }) => success === true).length
  const values = good(observations.map(({ value }) => value))
  const per = (total: KnownSum) =>
    successes === null || successes === 0 || total.sum === null || total.known < total.of ? null : total.sum / successes
  return {
    ...{ label: armLabel(arm), arm, runs: new Set(observations.map(({ runId }) => runId)).size },
    ...{ observations: observations.length, evaluable: values.length, unmatched },
    excluded: observations.length - values.length,
    ...{ successes, judged: judged.length },
    successRate: successes === null ? null : successes / known.length,
    quality: qualityWords(observations, judged, successes, known.length),
    mean: metric === 'success' && values.length === 0 ? null : mean(values),
    ...totals,
    costPerSuccessMicroUsd: per(totals.costMicroUsd),
    tokensPerSuccess: per(totals.tokens),
  }
}

function qualityWords(all: Observation[], judged: Observation[], successes: number | null, known: number): string {
  if (all.length === 0) return 'no results'
  if (judged.length === 0) return `no quality result (0 of ${all.length} evaluable)`
  if (successes !== null) return `${successes} of ${known} succeeded`
  const reward = mean(good(judged.map((one) => one.reward)))
  return `mean reward ${Number((reward ?? 0).toPrecision(4))} over ${judged.length} of ${all.length}`
}

type Totals = Pick<ArmSummary, 'tokens' | 'costMicroUsd' | 'seconds' | 'calls'>

/** The intention to treat: what every attempt took, good or not. */
function totalsOf(observations: readonly Observation[]): Totals {
  const of = observations.length
  const tokens = bigSum(observations.map((one) => one.tokens))
  const cost = bigSum(observations.map((one) => one.costPico))
  return {
    tokens: { sum: tokens.sum === null ? null : Number(tokens.sum), known: tokens.known, of },
    costMicroUsd: { sum: toMicroUsd(cost.sum), known: cost.known, of },
    seconds: numberSum(observations.map((one) => one.seconds)),
    calls: numberSum(observations.map((one) => one.calls)),
  }
}

function bigSum(values: readonly (bigint | null)[]): { sum: bigint | null; known: number } {
  const known = values.filter((value) => value !== null)
  return { sum: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0n), known: known.length }
}

function numberSum(values: readonly (number | null)[]): KnownSum {
  const known = good(values)
  return {
    sum: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
    known: known.length,
    of: values.length,
  }
}
