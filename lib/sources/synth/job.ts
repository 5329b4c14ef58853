import type { JobRecord, RunRecord, UsageRecord } from '@/lib/model/records'
import { statusClass } from '@/lib/model/status'
import { NO_USAGE } from '@/lib/model/usage'
import { BLANK_RUN, BLANK_USAGE } from '@/lib/sources/blank-records'
import type { Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { isoFromMs } from '@/lib/time/iso'
import { typeOfJobId } from './answers'
import { failureOf } from './failure'
import { jobStatus } from './states'

/** What is known of a job besides the object that describes it. */
export interface JobAbout {
  ref: string
  /** The group that it was found in. */
  parentKey?: string | null
  project?: string | null
}

const KNOWN = [
  ...['job_id', 'id', 'status', 'state', 'created_at', 'updated_at', 'started_at', 'ended_at', 'finished_at'],
  ...['completed_at', 'timestamp', 'name', 'config', 'config_body', 'training_type', 'job_type', 'type'],
  ...['model', 'model_id', 'policy_model', 'best_score', 'error', 'error_message'],
]

/**
 * A job as the backend, a result file or a saved record describes it: the job, itself as its run, and its error. The
 * same job read from two places gives equal records, so that a summary never takes the place of what it sums up.
 */
export function* readJob(fields: Json, about: JobAbout): Generator<Yielded> {
  const cells = new JsonCells(fields)
  const jobKey = cells.key('job_id', 'id')
  if (jobKey === null) {
    yield rejection(about.ref, 'the job has no id')
    return
  }
  const view = jobView(cells, jobKey, about)
  yield view.job
  yield view.run
  if (view.error !== null) {
    const at = view.run.endedAt ?? view.run.updatedAt
    const state = view.run.statusRaw
    yield failureOf(view.error, { failureKey: errorKeyOf(jobKey), runKey: jobKey, at, ref: about.ref, state })
  }
  const spend = snapshotSpend(cells, view.run, about.ref)
  if (spend) yield spend
}

/** A job fails once: its error and the event that ended it are one failure. */
export const errorKeyOf = (jobKey: string) => `${jobKey}/error`
/** What a job spent, however many records tell of it. */
export const spendKeyOf = (jobKey: string) => `${jobKey}/spend`

function jobView(
  cells: JsonCells,
  jobKey: string,
  about: JobAbout,
): { job: JobRecord; run: RunRecord; error: string | null } {
  const statusRaw = cells.text('status', 'state')
  const error = cells.message('error_message', 'error')
  const { status, known } = jobStatus(statusRaw, error)
  const times = jobTimes(cells, statusClass(status) === 'succeeded' || statusClass(status) === 'failed')
  const bestScore = cells.number('best_score')
  const type = cells.line('training_type', 'job_type', 'type') ?? typeOfJobId(jobKey)
  const config = cells.stored('config', 'config_body')
  const name = nameOf(cells)
  const project = about.project ?? null
  const data = cells.rest(KNOWN)
  const flags = () => [
    ...cells.flags,
    ...(known ? [] : ['enum_unknown']),
    ...(statusClass(status) === 'failed' && status !== 'stopped' && error === null ? ['missing_reason'] : []),
    ...(status === 'succeeded' && bestScore === null && type === 'prompt_learning' ? ['score_missing'] : []),
  ]
  const shared = { project, statusRaw, status, failureReason: error, ...times, ref: about.ref, name }
  const job: JobRecord = {
    kind: 'job',
    jobKey,
    parentKey: about.parentKey ?? null,
    type,
    ...shared,
    goal: goalOf(config),
    modelRequested: cells.line('model', 'model_id', 'policy_model'),
    effortRequested: null,
    bestScore,
    baselineScore: cells.number('baseline_score'),
    config,
    data,
    flags: flags(),
  }
  const run: RunRecord = {
    ...BLANK_RUN,
    runKey: jobKey,
    job: { key: jobKey, name, type, inferred: false },
    ...shared,
    data: { bestScore, model: job.modelRequested },
    // A client's file never tells tokens; of a backend's answer the events may still tell them.
    flags: [...flags(), ...(cells.has('timestamp') ? ['tokens_unknown'] : [])],
  }
  return { job, run, error }
}

/** Client files name one time, that of writing: the end when the job has ended, else the last that was seen of it. */
function jobTimes(
  cells: JsonCells,
  ended: boolean,
): Pick<RunRecord, 'createdAt' | 'updatedAt' | 'startedAt' | 'endedAt'> {
  const written = cells.time('timestamp')
  const endedAt = cells.time('ended_at', 'finished_at', 'completed_at') ?? (ended ? written : null)
  const createdAt = cells.time('created_at')
  const startedAt = cells.time('started_at') ?? before(endedAt, cells.number('elapsed_seconds', 'duration_seconds'))
  return { createdAt, updatedAt: cells.time('updated_at') ?? written ?? endedAt, startedAt, endedAt }
}

/** The time that lies this long before another. */
export function before(at: string | null, seconds: number | null): string | null {
  if (at === null || seconds === null || seconds < 0 || seconds > 1e9) return null
  return isoFromMs(Math.round(Date.parse(at) - seconds * 1_000))
}

function nameOf(cells: JsonCells): string | null {
  const named = cells.line('name')
  if (named !== null) return named
  const what = cells.line('environment') ?? cells.line('model', 'model_id', 'policy_model')
  const run = cells.line('run')
  const algorithm = cells.line('algorithm') ?? cells.cells('metadata').line('algorithm')
  const words = [algorithm, what, run === null ? null : `run ${run}`].filter((word) => word !== null)
  return words.length === 0 ? null : words.join(' ')
}

/** The prompt that a job was to improve, where its configuration holds one. */
export function goalOf(config: Json | null): string | null {
  const prompt = new JsonCells(config ?? {}).cells('prompt_learning').cells('initial_prompt')
  const messages = prompt.list('messages', 'sections')
  for (const message of messages.slice(0, 20)) {
    if (typeof message !== 'object' || message === null) continue
    const text = new JsonCells(message as Json).text('pattern', 'content')
    if (text !== null) return text.slice(0, 65_536)
  }
  return null
}

/**
 * The cost that a job's own record states. It has the key and an earlier time than what its events tell, which hold the
 * parts: read in any order, the events' account stays and nothing is counted twice.
 */
function snapshotSpend(cells: JsonCells, run: RunRecord, ref: string): UsageRecord | null {
  const costPico = cells.cells('best_snapshot').usd('total_usd')
  if (costPico === null || costPico === 0n) return null
  return {
    ...BLANK_USAGE,
    nativeId: spendKeyOf(run.runKey),
    runKey: run.runKey,
    at: run.createdAt,
    purpose: 'job total',
    usage: { ...NO_USAGE },
    costPico,
    identity: spendKeyOf(run.runKey),
    ref,
    flags: ['tokens_unknown'],
  }
}
