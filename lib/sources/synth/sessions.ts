import type { LimitRecord, SessionRecord } from '@/lib/model/records'
import { BLANK_SESSION } from '@/lib/sources/blank-records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { ListAnswer } from './answers'
import { sessionStatus } from './states'

const SESSION_KNOWN = [
  ...['session_id', 'id', 'status', 'created_at', 'started_at', 'ended_at', 'updated_at', 'limits', 'current_usage'],
  ...['name', 'session_type'],
]
const LIMIT_KNOWN = [
  ...['limit_id', 'id', 'limit_type', 'metric_type', 'limit_value', 'current_usage', 'window_seconds', 'exceeded_at'],
  ...['exceeded_reason', 'created_at', 'session_id'],
]

/** Sessions with their limits, as `/sessions` answers them. */
export function* readSessions(answer: ListAnswer, ref: string): Generator<Yielded> {
  for (const [index, item] of answer.items.entries()) {
    if (isObject(item)) yield* readSession(item, `${ref}[${index}]`)
    else yield rejection(`${ref}[${index}]`, 'the session is no object')
  }
}

/** One session, its limits, and what it has used of them. */
export function* readSession(fields: Json, ref: string): Generator<Yielded> {
  const cells = new JsonCells(fields)
  const sessionKey = cells.key('session_id', 'id')
  if (sessionKey === null) return void (yield rejection(ref, 'the session has no id'))
  const statusRaw = cells.text('status')
  const { status, known } = sessionStatus(statusRaw)
  const startedAt = cells.time('created_at', 'started_at')
  const endedAt = cells.time('ended_at')
  const metadata = cells.cells('metadata')
  const usage = cells.stored('current_usage')
  const session: SessionRecord = {
    ...BLANK_SESSION,
    sessionKey,
    name: cells.line('name') ?? metadata.line('name', 'task'),
    role: cells.line('session_type'),
    agent: metadata.line('agent'),
    taskId: metadata.key('task_id'),
    project: metadata.line('project'),
    model: metadata.line('model'),
    statusRaw,
    status,
    startedAt,
    endedAt,
    updatedAt: cells.time('updated_at') ?? endedAt,
    data: { ...cells.rest(SESSION_KNOWN), currentUsage: usage, jobKey: metadata.key('job_id') },
    ref,
    flags: [...cells.flags, ...(known ? [] : ['enum_unknown'])],
  }
  yield session
  const wrapper = { session_id: sessionKey, job_id: metadata.key('job_id') }
  yield* readLimits(
    { items: cells.list('limits'), wrapper },
    { sessionKey, ref: `${ref}.limits`, used: usage, at: endedAt },
  )
}

/** What a limit belongs to, and what its session has used, by metric. */
interface LimitAbout {
  sessionKey: string | null
  ref: string
  used?: Json | null
  at?: string | null
}

/** The limits of a session, as `/sessions/{id}/limits` answers them. */
export function* readLimits(answer: ListAnswer, about: LimitAbout): Generator<Yielded> {
  const wrapper = new JsonCells(answer.wrapper)
  for (const [index, item] of answer.items.entries()) {
    const ref = `${about.ref}[${index}]`
    if (isObject(item)) yield readLimit(new JsonCells(item), wrapper, about, ref)
    else yield rejection(ref, 'the limit is no object')
  }
}

function readLimit(cells: JsonCells, wrapper: JsonCells, about: LimitAbout, ref: string): Yielded {
  const metric = cells.line('metric_type')
  if (metric === null) return rejection(ref, 'the limit names no metric')
  const sessionKey = cells.key('session_id') ?? wrapper.key('session_id') ?? about.sessionKey
  const jobKey = cells.key('job_id') ?? wrapper.key('job_id')
  const type = cells.line('limit_type')
  const limitKey = cells.key('limit_id', 'id') ?? [sessionKey ?? jobKey ?? '', metric, type ?? ''].join('/')
  const record: LimitRecord = {
    kind: 'limit',
    limitKey,
    jobKey,
    sessionKey,
    type,
    metric,
    limit: cells.number('limit_value'),
    used: cells.number('current_usage') ?? new JsonCells(about.used ?? {}).number(metric),
    windowSeconds: cells.whole('window_seconds'),
    exceededAt: cells.time('exceeded_at'),
    exceededReason: cells.message('exceeded_reason'),
    at: cells.time('updated_at') ?? about.at ?? cells.time('created_at'),
    data: cells.rest(LIMIT_KNOWN),
    ref,
    flags: [...cells.flags],
  }
  return record
}
