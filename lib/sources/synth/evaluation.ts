import type { JobRecord, RunRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_RUN } from '@/lib/sources/blank-records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { configurationOf, type Evaluation, metric, type Seed, seedOf, seedPieces } from './evaluation-seed'
import { failureOf } from './failure'
import { groupJob } from './group'
import { errorKeyOf } from './job'
import { jobStatus } from './states'

const KNOWN = [
  'job_id',
  'id',
  'agent',
  'model',
  'split',
  'timestamp',
  'status',
  'mean_reward',
  'error',
  'seed_results',
  'config',
]
/** An evaluation's result file: the job, itself as its run, and each seed as phase, result row, spend and failure. */
export function* readEvaluation(fields: Json, about: { ref: string; parentKey?: string | null }): Generator<Yielded> {
  const cells = new JsonCells(fields)
  const jobKey = cells.key('job_id', 'id')
  if (jobKey === null) return void (yield rejection(about.ref, 'the evaluation has no id'))
  const seeds: Seed[] = []
  const timeout = cells.cells('config').number('timeout')
  const instances = cells.list('instance_ids')
  for (const [index, item] of cells.list('seed_results').entries()) {
    const ref = `seed_results[${index}]`
    if (isObject(item)) seeds.push(seedOf(item, { jobKey, index, instance: instances[index], timeout, ref }))
    else yield rejection(ref, 'the seed is no object')
  }
  const counts = seeds.map((seed) => seed.tokens).filter((tokens) => tokens !== null)
  const evaluation: Evaluation = {
    jobKey,
    agent: cells.line('agent'),
    model: cells.line('model'),
    split: cells.line('split'),
    at: cells.time('timestamp', 'ended_at', 'created_at'),
    seeds,
    sameTokens: counts.length > 1 && counts.every((count) => count === counts[0] && count !== 0n),
    ref: about.ref,
  }
  yield* jobPieces(evaluation, cells, about.parentKey ?? null)
  for (const [index, seed] of seeds.entries()) yield* seedPieces(evaluation, seed, index)
}

function* jobPieces(evaluation: Evaluation, cells: JsonCells, parentKey: string | null): Generator<Yielded> {
  const { jobKey, agent, model, seeds, at, ref } = evaluation
  const statusRaw = cells.text('status')
  const ownError = cells.message('error')
  const failed = seeds.filter((seed) => seed.error !== null)
  const failureReason = ownError ?? failed[0]?.error ?? null
  const stated = jobStatus(statusRaw, failureReason)
  const status: Status = stated.status === 'succeeded' && failed.length > 0 ? 'partial' : stated.status
  const meanReward = cells.number('mean_reward')
  const times = { createdAt: null, updatedAt: at, startedAt: null, endedAt: at }
  const name = [agent, model, evaluation.split].filter((word) => word !== null).join(' ') || null
  const shared = {
    name,
    statusRaw,
    status,
    failureReason: status === 'succeeded' ? null : failureReason,
    ...times,
    ref,
  }
  const flags = evaluationFlags(evaluation, { cells, ownError, stated, meanReward })
  const job: Partial<JobRecord> = {
    ...shared,
    parentKey,
    type: 'eval',
    project: null,
    modelRequested: model,
    bestScore: meanReward,
    config: cells.stored('config'),
    data: { ...cells.rest(KNOWN), agent, split: evaluation.split },
    flags,
  }
  yield { ...groupJob(jobKey, jobKey, ref), ...job }
  yield {
    ...runOf(jobKey, shared),
    data: { agent, model, configuration: configurationOf(evaluation), meanReward },
    flags,
  }
  if (ownError !== null) {
    yield failureOf(ownError, { failureKey: errorKeyOf(jobKey), runKey: jobKey, at, ref, state: statusRaw })
  }
  if (meanReward !== null) yield metric(evaluation, 'mean_reward', null, meanReward, null)
}

function runOf(
  jobKey: string,
  shared: Pick<RunRecord, 'name' | 'statusRaw' | 'status' | 'failureReason' | 'ref'> &
    Pick<RunRecord, 'createdAt' | 'updatedAt' | 'startedAt' | 'endedAt'>,
): RunRecord {
  return {
    ...BLANK_RUN,
    runKey: jobKey,
    job: { key: jobKey, name: shared.name, type: 'eval', inferred: false },
    ...shared,
  }
}

function evaluationFlags(
  { seeds, sameTokens }: Evaluation,
  facts: {
    cells: JsonCells
    ownError: string | null
    stated: { status: Status; known: boolean }
    meanReward: number | null
  },
): string[] {
  const { status, known } = facts.stated
  const failed = status === 'failed' || status === 'timed_out'
  const reasonInSeed = seeds.some((seed) => seed.error !== null)
  const flags = [...facts.cells.flags, ...(known ? [] : ['enum_unknown'])]
  if (failed && facts.ownError === null) flags.push(reasonInSeed ? 'first_cause_elsewhere' : 'missing_reason')
  if (status === 'succeeded' && facts.meanReward === null) flags.push('score_missing')
  if (seeds.every((seed) => seed.tokens === null)) flags.push('tokens_unknown')
  if (sameTokens) flags.push('tokens_implausible')
  if (seeds.some((seed) => seed.overTime)) flags.push('over_timeout')
  return flags
}
