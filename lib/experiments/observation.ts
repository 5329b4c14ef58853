import { classifyFailure } from '@/lib/fingerprint/cause'
import { statusClass, toStatus } from '@/lib/model/status'
import type { ExperimentMetric } from './definition'

/** One result of one arm: what it is worth in the metric, or why it is worth nothing. */
export interface Observation {
  arm: 'control' | 'treatment'
  id: string
  runId: string
  /** Results of equal keys in both arms are a pair. */
  key: string
  cluster: string | null
  repeat: number
  value: number | null
  /** Why there is no value; null exactly when there is one. */
  exclusion: string | null
  success: boolean | null
  reward: number | null
  /** Spent, whatever came of it. */
  tokens: bigint | null
  costPico: bigint | null
  seconds: number | null
  calls: number | null
}

/** What is recorded of a result or a run, before anybody asks for a metric. */
export interface Outcome {
  id: string
  runId: string
  repeat: number
  success: boolean | null
  reward: number | null
  tokens: bigint | null
  costPico: bigint | null
  seconds: number | null
  calls: number | null
  /** Infrastructure, cancelled, lost or not final: it says nothing about quality. */
  exclusion: string | null
}

export interface ResultFacts {
  id: string
  system: string
  runId: string
  repeat: number | bigint
  resolved: boolean | number | bigint | null
  score: number | null
  total: bigint | number | null
  costPico: bigint | number | null
  seconds: number | null
  calls: number | bigint | null
  error: string | null
  /** Of the run it belongs to. */
  runCause: string | null
}

export interface RunFacts {
  id: string
  status: string
  statusDerived: string
  cause: string | null
  usageTotal: bigint | number | null
  costPico: bigint | number | null
  durationMs: bigint | number | null
  events: number | bigint
}

/** Nothing hides the result but that the metric was not recorded. */
export const NOT_RECORDED = 'not recorded'

const NOT_FINAL = 'not final'

/** Causes that tell of the machinery and nothing of the agent. */
const NO_VERDICT: readonly string[] = ['infra', 'cancelled', 'lost']
/** Why a whole run takes its pair out of a comparison: it tells of the machinery, or nothing yet. */
export const COUNTED_OUT: readonly string[] = [...NO_VERDICT, NOT_FINAL]
/** Larger values have no square that is a number. */
const LARGEST = 1e100
const PICO_PER_USD = 1e12

/** A row of results. An item that was solved, or scored above nothing, was no victim of its infrastructure. */
export function outcomeOfResult(row: ResultFacts): Outcome {
  const success = row.resolved === null ? null : Boolean(row.resolved)
  const cause = success === true || (row.score ?? 0) > 0 ? null : causeOf(row, success)
  return {
    ...{ id: row.id, runId: row.runId, repeat: Number(row.repeat), success, reward: sane(row.score) },
    ...{ tokens: whole(row.total), costPico: whole(row.costPico), seconds: sane(row.seconds) },
    calls: row.calls === null ? null : Number(row.calls),
    exclusion: cause !== null && NO_VERDICT.includes(cause) ? cause : null,
  }
}

function causeOf({ error, system, score, runCause }: ResultFacts, success: boolean | null): string | null {
  if (error !== null && error !== '') return classifyFailure(error, { system, state: null }).cause
  return success === null && score === null ? runCause : null
}

/** A run as a whole: it succeeds or fails by what the evidence says, and only when it is over. */
export function outcomeOfRun(run: RunFacts): Outcome {
  const state = statusClass(toStatus(run.statusDerived)) ?? statusClass(toStatus(run.status))
  const success = state === 'succeeded' ? true : state === 'failed' ? false : null
  const excluded = success !== true && run.cause !== null && NO_VERDICT.includes(run.cause) ? run.cause : null
  return {
    ...{ id: run.id, runId: run.id, repeat: 0, success, reward: null },
    ...{ tokens: whole(run.usageTotal), costPico: whole(run.costPico) },
    seconds: run.durationMs === null ? null : Number(run.durationMs) / 1_000,
    calls: Number(run.events) === 0 ? null : Number(run.events),
    exclusion: state === 'open' ? NOT_FINAL : excluded,
  }
}

/** What an outcome is worth in a metric; what is not recorded has no value and says so. */
export function observe(
  outcome: Outcome,
  place: Pick<Observation, 'arm' | 'key' | 'cluster'>,
  metric: ExperimentMetric,
): Observation {
  const worth = outcome.exclusion === null ? worthOf(outcome, metric) : null
  return {
    ...outcome,
    ...place,
    value: worth,
    exclusion: worth === null ? (outcome.exclusion ?? NOT_RECORDED) : null,
  }
}

function worthOf({ success, reward, tokens, costPico, seconds, calls }: Outcome, metric: ExperimentMetric) {
  switch (metric) {
    case 'success':
      return success === null ? null : Number(success)
    case 'reward':
      return reward
    case 'tokens':
      return tokens === null ? null : Number(tokens)
    case 'cost':
      return costPico === null ? null : Number(costPico) / PICO_PER_USD
    case 'seconds':
      return seconds
    case 'calls':
      return calls
  }
}

const sane = (value: number | null) => (value === null || !(Math.abs(value) <= LARGEST) ? null : value)

const whole = (value: bigint | number | null) => (value === null ? null : BigInt(value))
