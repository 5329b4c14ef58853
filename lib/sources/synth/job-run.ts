import { BLANK_RUN } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { type ListAnswer, typeOfJobId } from './answers'
import { failureOf } from './failure'
import { before } from './job'
import { jobStatus } from './states'

const KNOWN = [
  'id',
  'run_id',
  'job_id',
  'status',
  'state',
  'created_at',
  'updated_at',
  'started_at',
  'ended_at',
  'error',
]

/** The key of a run under a job: its own id, or its number within the job. */
export function runKeyOf(jobKey: string, id: string): string {
  return /^\d+$/.test(id) ? `${jobKey}/runs/${id}` : id
}

/** The runs of a job, as `/jobs/{id}/runs` answers them. */
export function* readRuns(answer: ListAnswer, jobKey: string | null, ref: string): Generator<Yielded> {
  const named = new JsonCells(answer.wrapper).key('job_id') ?? jobKey
  for (const [index, item] of answer.items.entries()) yield* readRun(item, named, `${ref}[${index}]`)
}

function* readRun(item: unknown, ofJob: string | null, ref: string): Generator<Yielded> {
  if (!isObject(item)) return void (yield rejection(ref, 'the run is no object'))
  const cells = new JsonCells(item)
  const jobKey = cells.key('job_id') ?? ofJob
  const id = cells.key('run_id', 'id') ?? cells.key('run_number')
  if (jobKey === null || id === null) {
    return void (yield rejection(ref, jobKey === null ? 'the run names no job' : 'the run has no id and no number'))
  }
  const runKey = runKeyOf(jobKey, id)
  const statusRaw = cells.text('status', 'state')
  const error = cells.message('error_message', 'error')
  const { status, known } = jobStatus(statusRaw, error)
  const startedAt = cells.time('started_at')
  const endedAt = cells.time('ended_at', 'finished_at')
  const seconds = cells.number('duration_seconds', 'duration')
  const number = cells.whole('run_number')
  yield {
    ...BLANK_RUN,
    runKey,
    name: number === null ? null : `run ${number}`,
    job: { key: jobKey, name: null, type: typeOfJobId(jobKey), inferred: false },
    statusRaw,
    status,
    failureReason: error,
    createdAt: cells.time('created_at'),
    updatedAt: cells.time('updated_at') ?? endedAt ?? startedAt,
    startedAt: startedAt ?? before(endedAt, seconds),
    endedAt,
    data: cells.rest(KNOWN),
    ref,
    flags: [
      ...cells.flags,
      ...(known ? [] : ['enum_unknown']),
      ...(status === 'failed' && error === null ? ['missing_reason'] : []),
    ],
  }
  if (error !== null)
    yield failureOf(error, { failureKey: `${runKey}/error`, runKey, at: endedAt, ref, state: statusRaw })
}
