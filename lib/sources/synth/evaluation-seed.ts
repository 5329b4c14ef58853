import type { MetricRecord, PhaseRecord, ResultRecord, UsageRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { NO_USAGE } from '@/lib/model/usage'
import { BLANK_PHASE, BLANK_RESULT, BLANK_USAGE } from '@/lib/sources/blank-records'
import { firstLine, type Json } from '@/lib/sources/codex/json-value'
import type { Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { failureOf } from './failure'
import { isTimeout } from './states'

/** One item of the evaluation, tried once. */
export interface Seed {
  key: string
  itemKey: string
  cells: JsonCells
  error: string | null
  status: Status
  tokens: bigint | null
  costPico: bigint | null
  seconds: number | null
  overTime: boolean
  ref: string
}

export interface Evaluation {
  jobKey: string
  agent: string | null
  model: string | null
  split: string | null
  at: string | null
  seeds: readonly Seed[]
  /** Every seed has the same count: no measurement. */
  sameTokens: boolean
  ref: string
}

const SEED_KNOWN = ['seed', 'trial_id', 'correlation_id', 'reward', 'latency_ms', 'tokens', 'cost_usd', 'error']

/** One element of `seed_results`. */
export function seedOf(
  item: Json,
  about: { jobKey: string; index: number; instance: unknown; timeout: number | null; ref: string },
): Seed {
  const cells = new JsonCells(item)
  const number = cells.key('seed') ?? String(about.index)
  const error = cells.message('error')
  const latency = cells.number('latency_ms')
  const seconds = latency === null ? null : latency / 1_000
  const instance = typeof about.instance === 'string' ? firstLine(about.instance) : null
  return {
    key: cells.key('correlation_id') ?? cells.key('trial_id') ?? `${about.jobKey}/seed-${number}`,
    itemKey: instance ?? `seed ${number}`,
    cells,
    error,
    status: error === null ? 'succeeded' : isTimeout(error) ? 'timed_out' : 'failed',
    tokens: cells.tokens('tokens'),
    costPico: cells.usd('cost_usd'),
    seconds,
    overTime: seconds !== null && about.timeout !== null && seconds > about.timeout,
    ref: about.ref,
  }
}

/** What was tried: the agent and the model. */
export const configurationOf = ({ agent, model }: Evaluation) =>
  [agent, model].filter((word) => word !== null).join(' ') || 'not recorded'

/** A seed as phase, result row, spend and failure. */
export function* seedPieces(evaluation: Evaluation, seed: Seed, index: number): Generator<Yielded> {
  yield phaseOf(evaluation, seed, index)
  yield resultOf(evaluation, seed)
  if (seed.tokens !== null || seed.costPico !== null) yield usageOf(evaluation, seed)
  if (seed.seconds !== null) yield metric(evaluation, 'latency_seconds', index, seed.seconds, seed.key)
  if (seed.error !== null) {
    const where = { runKey: evaluation.jobKey, phaseKey: seed.key, at: evaluation.at, ref: seed.ref }
    yield failureOf(seed.error, { failureKey: `${seed.key}/error`, ...where, state: seed.status })
  }
}

function phaseOf({ jobKey, at }: Evaluation, seed: Seed, index: number): PhaseRecord {
  return {
    ...BLANK_PHASE,
    runKey: jobKey,
    phaseKey: seed.key,
    index,
    name: seed.itemKey,
    status: seed.status,
    phaseType: 'seed',
    failureReason: seed.error,
    updatedAt: at,
    data: { trialId: seed.cells.key('trial_id'), seconds: seed.seconds },
    ref: seed.ref,
    flags: [...seed.cells.flags, ...(seed.overTime ? ['over_timeout'] : [])],
  }
}

function resultOf(evaluation: Evaluation, seed: Seed): ResultRecord {
  const reward = seed.cells.number('reward')
  return {
    ...BLANK_RESULT,
    jobKey: evaluation.jobKey,
    runKey: evaluation.jobKey,
    configuration: configurationOf(evaluation),
    split: evaluation.split,
    itemKey: seed.itemKey,
    score: reward,
    usage: seed.tokens === null ? null : { ...NO_USAGE, unsplit: seed.tokens, total: seed.tokens },
    costPico: seed.costPico,
    seconds: seed.seconds,
    at: evaluation.at,
    error: seed.error,
    data: seed.cells.rest(SEED_KNOWN),
    ref: seed.ref,
    flags: [...(reward === null ? ['score_missing'] : []), ...(seed.overTime ? ['over_timeout'] : [])],
  }
}

function usageOf(evaluation: Evaluation, seed: Seed): UsageRecord {
  const zero = seed.tokens === 0n && (seed.costPico ?? 0n) > 0n
  const tokens = zero ? null : seed.tokens
  return {
    ...BLANK_USAGE,
    nativeId: `${seed.key}/usage`,
    runKey: evaluation.jobKey,
    phaseKey: seed.key,
    at: evaluation.at,
    model: evaluation.model,
    role: evaluation.agent,
    purpose: 'evaluation',
    usage: { ...NO_USAGE, unsplit: tokens, total: tokens },
    costPico: seed.costPico,
    identity: seed.key,
    ref: seed.ref,
    flags: [
      ...(tokens === null ? ['tokens_unknown'] : []),
      ...(evaluation.sameTokens ? ['tokens_implausible'] : []),
      ...(seed.costPico === null ? ['cost_unknown'] : []),
    ],
  }
}

export function metric(
  evaluation: Evaluation,
  name: string,
  step: number | null,
  value: number,
  phaseKey: string | null,
): MetricRecord {
  return {
    kind: 'metric',
    metricKey: `${phaseKey ?? evaluation.jobKey}/${name}`,
    jobKey: evaluation.jobKey,
    runKey: evaluation.jobKey,
    phaseKey,
    name,
    step,
    value,
    at: evaluation.at,
    data: {},
    ref: evaluation.ref,
    flags: [],
  }
}
