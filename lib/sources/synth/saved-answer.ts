import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { isJobId, jobIdIn, type ListAnswer, listAnswer } from './answers'
import { readEvaluation } from './evaluation'
import { readEvents } from './events'
import { readJobRequest } from './job-request'
import { readRuns } from './job-run'
import { readMetrics } from './metrics'
import { type JobPlace, readJobFile, readSummary, resultFile } from './result-file'
import { isRolloutManifest, readRolloutManifest } from './rollout-manifest'
import { readSessionUsage } from './session-usage'
import { readLimits, readSession, readSessions } from './sessions'
import { readTimeline } from './timeline'

/** A saved answer that was recognised: its kind in words, and how it is read. */
export interface SavedAnswer {
  kind: string
  read: () => Generator<Yielded>
}

/** Of a list, only the first elements decide what it is. */
const LOOKED_AT = 50

const firstObject = (answer: ListAnswer | null): JsonCells | null => {
  const first = answer?.items.slice(0, LOOKED_AT).find(isObject)
  return first ? new JsonCells(first) : null
}

type Recognise = (value: unknown, about: JobPlace) => SavedAnswer | null

const isJob = (cells: JsonCells) =>
  isJobId(cells.key('job_id', 'id')) && cells.has('status', 'state') && !cells.has('seed_results', 'experiments', 'seq')

/** The job that an answer's wrapper, its elements, or the file's own path name. */
function jobOf(answer: ListAnswer, first: JsonCells, about: JobPlace): string | null {
  return first.key('job_id') ?? new JsonCells(answer.wrapper).key('job_id') ?? jobIdIn(about.path)
}

/** A list below one of these names whose first element has all these fields; a job must be known unless `free`. */
function listOf(
  names: readonly string[],
  has: (cells: JsonCells) => boolean,
  found: (answer: ListAnswer, first: JsonCells, jobKey: string | null) => SavedAnswer | null,
): Recognise {
  return (value, about) => {
    const answer = listAnswer(value, names)
    const first = firstObject(answer)
    return answer && first && has(first) ? found(answer, first, jobOf(answer, first, about)) : null
  }
}

const evaluation: Recognise = (value, about) => {
  if (!isObject(value)) return null
  const cells = new JsonCells(value)
  if (!Array.isArray(value['seed_results']) || cells.key('job_id') === null) return null
  const parentKey = about.parentKey ?? null
  return { kind: 'evaluation results', read: () => readEvaluation(value, { ref: 'evaluation', parentKey }) }
}

const summary: Recognise = (value, about) => {
  const first = isObject(value) ? firstObject(listAnswer(value, ['experiments'])) : null
  if (!isObject(value) || first === null || first.key('job_id') === null) return null
  return { kind: 'benchmark summary', read: () => readSummary(value, about) }
}

const job: Recognise = (value, about) => {
  if (!isObject(value)) return null
  const fields = [value, value['job'], value['data']].filter(isObject).find((one) => isJob(new JsonCells(one)))
  if (fields === undefined) return null
  return { kind: resultFile(fields) ? 'result file' : 'job', read: () => readJobFile(fields, about, 'job') }
}

const jobs: Recognise = (value, about) =>
  listOf(['jobs', 'data', 'results'], isJob, (answer) => ({
    kind: 'jobs',
    *read() {
      for (const [index, item] of answer.items.entries()) {
        if (isObject(item)) yield* readJobFile(item, about, `jobs[${index}]`)
        else yield rejection(`jobs[${index}]`, 'the job is no object')
      }
    },
  }))(value, about)

const isEvent = (cells: JsonCells) => cells.has('type', 'event_type') && cells.has('seq', 'created_at', 'timestamp')
const events = listOf(['events', 'data', 'items'], isEvent, (answer, _first, jobKey) =>
  jobKey === null ? null : { kind: 'events', read: () => readEvents(answer, { jobKey, ref: 'events' }) },
)

const isPoint = (cells: JsonCells) => cells.has('name') && cells.has('value') && cells.has('step', 'created_at')
const metrics = listOf(['points', 'metrics', 'data'], isPoint, (answer, _first, jobKey) =>
  jobKey === null ? null : { kind: 'metrics', read: () => readMetrics(answer, { jobKey, ref: 'points' }) },
)

const isPhase = (cells: JsonCells) => cells.has('phase') && cells.has('created_at', 'timestamp') && !cells.has('type')
const timeline = listOf(['timeline', 'events', 'data'], isPhase, (answer, _first, jobKey) =>
  jobKey === null ? null : { kind: 'time line', read: () => readTimeline(answer, { jobKey, ref: 'timeline' }) },
)

const isRun = (cells: JsonCells) => cells.has('run_number', 'engine') && cells.has('status', 'state')
const runs = listOf(['runs', 'data'], isRun, (answer, _first, jobKey) =>
  jobKey === null ? null : { kind: 'runs', read: () => readRuns(answer, jobKey, 'runs') },
)

const isSession = (cells: JsonCells) =>
  /^sess_/.test(cells.key('session_id') ?? '') &&
  cells.has('current_usage', 'limits', 'status') &&
  !cells.has('metric_type')
const sessions = listOf(['sessions', 'data', 'items'], isSession, (answer) => ({
  kind: 'sessions',
  read: () => readSessions(answer, 'sessions'),
}))
const session: Recognise = (value) => {
  if (!isObject(value)) return null
  const fields = [value, value['session'], value['data']].filter(isObject).find((one) => isSession(new JsonCells(one)))
  return fields === undefined ? null : { kind: 'session', read: () => readSession(fields, 'session') }
}

const sessionIn = (path: string) => /\bsess_[0-9a-z]{8,40}\b/i.exec(path.slice(-4_000))?.[0] ?? null
const limits: Recognise = (value, about) =>
  listOf(
    ['limits', 'data'],
    (cells) => cells.has('metric_type') && cells.has('limit_value'),
    (answer) => ({
      kind: 'limits',
      read: () => readLimits(answer, { sessionKey: sessionIn(about.path), ref: 'limits' }),
    }),
  )(value, about)
const sessionUsage: Recognise = (value, about) =>
  listOf(
    ['usage', 'records', 'usage_records', 'data', 'items'],
    (cells) => cells.has('metric_type') && cells.has('metric_value'),
    (answer) => ({
      kind: 'session usage',
      read: () => readSessionUsage(answer, { sessionKey: sessionIn(about.path), ref: 'usage' }),
    }),
  )(value, about)

const request: Recognise = (value, about) => {
  if (!isObject(value)) return null
  const cells = new JsonCells(value)
  if (!cells.has('algorithm') || cells.object('config_body') === null || cells.has('job_id')) return null
  return {
    kind: 'job request',
    read: () => readJobRequest(value, { ref: 'request', parentKey: about.parentKey ?? null }),
  }
}

const rollout: Recognise = (value) =>
  isObject(value) && isRolloutManifest(value)
    ? { kind: 'rollout manifest', read: () => readRolloutManifest(value, 'rollout') }
    : null

/** Several answers of one job in one file: `job` beside its `events`, `metrics` and so on. */
const bundle: Recognise = (value, about) => {
  if (!isObject(value) || !isObject(value['job'])) return null
  const jobCells = new JsonCells(value['job'])
  const jobKey = jobCells.key('job_id', 'id')
  const parts = BUNDLED.filter((name) => Object.hasOwn(value, name))
  if (!isJobId(jobKey) || parts.length === 0) return null
  return { kind: 'saved job', read: () => readBundle(value, { ...about, path: `${about.path}/${jobKey}` }, parts) }
}
const BUNDLED = ['events', 'metrics', 'timeline', 'runs', 'sessions'] as const
const PART_OF: Record<(typeof BUNDLED)[number], () => Recognise[]> = {
  events: () => [events],
  metrics: () => [metrics],
  timeline: () => [timeline],
  runs: () => [runs],
  sessions: () => [sessions, session],
}

function* readBundle(value: Json, about: JobPlace, parts: readonly (typeof BUNDLED)[number][]): Generator<Yielded> {
  yield* readJobFile(value['job'] as Json, about, 'job')
  for (const name of parts) {
    const answer = PART_OF[name]()
      .map((recognise) => recognise(value[name], about))
      .find((found) => found !== null)
    if (answer) yield* answer.read()
    else if (!isEmpty(value[name])) yield rejection(name, `the ${name} are in no form that is known`)
  }
}

const isEmpty = (value: unknown) =>
  value === null || (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.values(value).every(isEmpty))

/** More particular forms first; a form is only asked when none before it knew the value. */
const FORMS: readonly Recognise[] = [
  ...[evaluation, summary, bundle, job, session, request, rollout],
  ...[jobs, runs, timeline, events, metrics, sessions, limits, sessionUsage],
]

/** What a saved answer of the backend or of a client is, or null. */
export function savedAnswer(value: unknown, about: JobPlace): SavedAnswer | null {
  if (typeof value !== 'object' || value === null) return null
  for (const recognise of FORMS) {
    const found = recognise(value, about)
    if (found) return found
  }
  return null
}
