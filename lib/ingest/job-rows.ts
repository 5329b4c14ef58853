import 'server-only'
import type { Row } from '@/lib/db/upsert'
import { jobIdOf, resultIdOf, rowIdOf } from '@/lib/model/ids'
import type {
  CandidateRecord,
  CanonicalRecord,
  JobRecord,
  LimitRecord,
  ResultRecord,
  RunRecord,
} from '@/lib/model/records'
import { json, storable } from './record-content'
import { finite, int32, int64 } from './storable-number'

/** What the rows of jobs need of the import they belong to; RecordRows is one. */
export interface JobRowMaker {
  readonly ctx: { readonly system: string; readonly instance: string }
  runId(runKey: string): string
  sessionId(runKey: string | null, sessionKey: string): string
  /** Flags, version, content and reference of a row; `at` is its own time of change. */
  stamp(record: CanonicalRecord, at: string | null): Row
}

const text = (value: string | null): string | null => (value === null ? null : storable(value))

const jobId = (make: JobRowMaker, jobKey: string) => storable(jobIdOf(make.ctx.instance, jobKey))

const ofInstance = (make: JobRowMaker) => ({ system: make.ctx.system, instanceId: make.ctx.instance })

const UNREADABLE = 'number_unreadable'

/** The record, flagged when one of its numbers had no room in its column and became null. */
function flagLost<T extends CanonicalRecord>(record: T, columns: Row): T {
  const given: Partial<Record<string, unknown>> = { ...record }
  const isLost = Object.entries(columns).some(([name, value]) => value === null && given[name] != null)
  return isLost ? { ...record, flags: [...record.flags, UNREADABLE] } : record
}

/** The row of the source's own record of a job; its derived columns follow later. */
export function jobRow(make: JobRowMaker, record: JobRecord): Row {
  const scores = { bestScore: finite(record.bestScore), baselineScore: finite(record.baselineScore) }
  const { flags, ...stamp } = make.stamp(flagLost(record, scores), record.updatedAt ?? record.createdAt)
  const isStated = record.statusRaw !== null || record.status !== 'unknown'
  const isOwnParent = record.parentKey === record.jobKey
  return {
    id: jobId(make, record.jobKey),
    ...ofInstance(make),
    nativeId: storable(record.jobKey),
    parentId: record.parentKey === null || isOwnParent ? null : jobId(make, record.parentKey),
    hasRow: true,
    name: text(record.name),
    type: text(record.type),
    project: text(record.project),
    statusRaw: text(record.statusRaw),
    statusStated: isStated ? record.status : null,
    failureReason: text(record.failureReason),
    goal: text(record.goal),
    modelRequested: text(record.modelRequested),
    effortRequested: text(record.effortRequested),
    ...scores,
    config: record.config === null ? null : storable(json(record.config)),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    statedStart: record.startedAt,
    statedEnd: record.endedAt,
    data: storable(json(record.data)),
    recordFlags: flags ?? '[]',
    inferred: false,
    ...stamp,
  }
}

/** What a run says of the job it belongs to: the job's row as long as the source has no record of its own. */
export function jobMention(
  make: JobRowMaker,
  record: RunRecord,
  job: NonNullable<RunRecord['job']>,
  extras: { flags: readonly string[]; version: string; contentId: string },
): Row {
  return {
    id: jobId(make, job.key),
    ...ofInstance(make),
    nativeId: storable(job.key),
    name: text(job.name),
    type: text(job.type),
    project: text(record.project),
    inferred: job.inferred,
    recordFlags: json([...extras.flags]),
    version: extras.version,
    contentId: extras.contentId,
    ref: storable(record.ref),
  }
}

/** A job that only others name. */
export function jobPlaceholder(make: JobRowMaker, jobKey: string): Row {
  return { id: jobId(make, jobKey), ...ofInstance(make), nativeId: storable(jobKey), version: '' }
}

const candidateId = (make: JobRowMaker, record: CandidateRecord, key: string) =>
  rowIdOf(make.ctx.instance, 'candidate', `${record.jobKey}\n${key}`)

/** The row of one candidate. */
export function candidateRow(make: JobRowMaker, record: CandidateRecord): Row {
  const numbers = {
    index: int32(record.index),
    generation: int32(record.generation),
    score: finite(record.score),
    trainScore: finite(record.trainScore),
    heldoutScore: finite(record.heldoutScore),
    heldoutN: int32(record.heldoutN),
    rolloutsSoFar: int32(record.rolloutsSoFar),
    costPicoSoFar: int64(record.costPicoSoFar),
    secondsSoFar: finite(record.secondsSoFar),
  }
  return {
    id: candidateId(make, record, record.candidateKey),
    ...ofInstance(make),
    nativeId: storable(record.candidateKey),
    jobId: jobId(make, record.jobKey),
    runId: record.runKey === null ? null : make.runId(record.runKey),
    parentId: record.parentKey === null ? null : candidateId(make, record, record.parentKey),
    at: record.at,
    accepted: record.accepted,
    isBaseline: record.isBaseline,
    ...numbers,
    text: text(record.text),
    data: storable(json(record.data)),
    ...make.stamp(flagLost(record, numbers), record.at),
  }
}

const NO_USAGE = {
  input: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  reasoning: null,
  unsplit: null,
  total: null,
}

/** The row of one result. */
function resultRow(make: JobRowMaker, record: ResultRecord): Row {
  const numbers = {
    score: finite(record.score),
    costPico: int64(record.costPico),
    seconds: finite(record.seconds),
    calls: int32(record.calls),
  }
  const usage = Object.fromEntries(
    Object.entries({ ...NO_USAGE, ...record.usage }).map(([name, value]) => [name, int64(value)]),
  )
  const runId = make.runId(record.runKey)
  return {
    id: resultIdOf(runId, record.configuration, record.split, record.itemKey, record.repeat),
    ...ofInstance(make),
    jobId: record.jobKey === null ? null : jobId(make, record.jobKey),
    runId,
    configuration: storable(record.configuration),
    split: text(record.split),
    itemKey: storable(record.itemKey),
    repeat: int32(record.repeat) ?? 0,
    sessionId: record.sessionKey === null ? null : make.sessionId(record.runKey, record.sessionKey),
    resolved: record.resolved,
    ...numbers,
    ...usage,
    at: record.at,
    error: text(record.error),
    data: storable(json(record.data)),
    ...make.stamp(flagLost(record, numbers), record.at),
  }
}

const RANKS: Record<NonNullable<ResultRecord['part']>, number> = { evaluation: 0, trajectory: 1, row: 2 }

/** The row of a result, or of the part of one that a kind of file tells. */
export function resultRows(make: JobRowMaker, record: ResultRecord): [table: string, row: Row][] {
  const row = resultRow(make, record)
  if (record.part === undefined) return [['ItemResult', row]]
  const resultId = String(row['id'])
  return [['ResultPart', { ...row, id: `${resultId}/${record.part}`, resultId, rank: RANKS[record.part] }]]
}

/** The row of one limit. */
export function limitRow(make: JobRowMaker, record: LimitRecord): Row {
  const numbers = {
    limit: finite(record.limit),
    used: finite(record.used),
    windowSeconds: finite(record.windowSeconds),
  }
  return {
    id: rowIdOf(make.ctx.instance, 'limit', record.limitKey),
    ...ofInstance(make),
    nativeId: storable(record.limitKey),
    jobId: record.jobKey === null ? null : jobId(make, record.jobKey),
    sessionId: record.sessionKey === null ? null : make.sessionId(null, record.sessionKey),
    type: text(record.type),
    metric: storable(record.metric),
    ...numbers,
    exceededAt: record.exceededAt,
    exceededReason: text(record.exceededReason),
    at: record.at,
    data: storable(json(record.data)),
    ...make.stamp(flagLost(record, numbers), record.at),
  }
}

/** Jobs that a record names without being their row; each must exist, if only as a placeholder. */
export function jobsNamedBy(record: CanonicalRecord): string[] {
  if (record.kind === 'job') return record.parentKey === null ? [] : [record.parentKey]
  if (!('jobKey' in record) || record.jobKey == null) return []
  return [record.jobKey]
}
