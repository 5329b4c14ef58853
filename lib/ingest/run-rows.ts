import 'server-only'
import type { Row } from '@/lib/db/upsert'
import { attemptIdOf, phaseIdOf } from '@/lib/model/ids'
import type { AttemptRecord, PhaseRecord, RunRecord, TierRecord } from '@/lib/model/records'
import { jobMention } from './job-rows'
import { hashOf, json, storable } from './record-content'
import { type RowFacts, text } from './row-facts'

/** `from | to` of the state that a row states, keyed by subject, state (any case) and the row's own time. */
function observation(facts: RowFacts, record: RunRecord | PhaseRecord, subjectId: string): [string, Row][] {
  if (record.statusRaw === null) return []
  const state = storable(record.statusRaw).toUpperCase()
  const at = record.updatedAt ?? record.createdAt ?? facts.ctx.latestAt
  return [
    [
      'StateObservation',
      {
        id: hashOf([subjectId, state, at]),
        runId: facts.runId(record.runKey),
        subject: record.kind,
        subjectId,
        state,
        at,
        firstSeenIn: facts.ctx.latestAt,
        lastSeenIn: facts.ctx.latestAt,
      },
    ],
  ]
}

export function runRows(facts: RowFacts, record: RunRecord): [string, Row][] {
  const id = facts.runId(record.runKey)
  const { flags, ...stamp } = facts.stamp(record, record.updatedAt ?? record.createdAt)
  const row: Row = {
    id,
    system: facts.ctx.system,
    instanceId: facts.ctx.instance,
    nativeId: storable(record.runKey),
    name: text(record.name),
    project: text(record.project),
    jobId: facts.jobIdOrNull(record.job?.key),
    hasRow: true,
    statusRaw: text(record.statusRaw),
    status: record.status,
    failureReason: text(record.failureReason),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    tokenCap: record.tokenCap,
    maxDurationMinutes: record.maxDurationMinutes,
    goal: text(record.goal),
    replayOf: text(record.replayOf ?? null),
    data: storable(json(record.data)),
    recordFlags: flags ?? '[]',
    ...stamp,
  }
  return [['Run', row], ...observation(facts, record, id), ...mentionRows(facts, record)]
}

/** The job that a run names. */
function mentionRows(facts: RowFacts, record: RunRecord): [string, Row][] {
  if (!record.job) return []
  const hash = facts.contentHash(['job', record.job.name, record.job.type, record.project])
  const version = facts.version(record.updatedAt, hash)
  const { extraFlags: flags, contentId } = facts.ctx
  return [['JobMention', jobMention(facts, record, record.job, { flags, version, contentId })]]
}

export function phaseRows(facts: RowFacts, record: PhaseRecord): [string, Row][] {
  const runId = facts.runId(record.runKey)
  const id = phaseIdOf(runId, record.phaseKey)
  const row: Row = {
    id,
    runId,
    nativeId: storable(record.phaseKey),
    tierId: record.tierKey === null ? null : facts.tierId(record.tierKey),
    index: record.index,
    name: text(record.name),
    description: text(record.description),
    statusRaw: text(record.statusRaw),
    status: record.status,
    phaseType: text(record.phaseType),
    taskCategory: text(record.taskCategory),
    complexity: text(record.complexity),
    tokensStored: record.tokensStored,
    failureReason: text(record.failureReason),
    builderAttempts: record.builderAttempts,
    auditorAttempts: record.auditorAttempts,
    retryAttempt: record.retryAttempt,
    lastAttemptAt: record.lastAttemptAt,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    data: storable(json(record.data)),
    ...facts.stamp(record, record.updatedAt ?? record.createdAt),
  }
  return [['Phase', row], ...observation(facts, record, id)]
}

export function tierRow(facts: RowFacts, record: TierRecord): Row {
  return {
    id: facts.tierId(record.tierKey),
    runId: facts.runId(record.runKey),
    nativeId: storable(record.nativeId),
    index: record.index,
    name: text(record.name),
    detail: text(record.detail),
    statusRaw: text(record.statusRaw),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    data: storable(json(record.data)),
    ...facts.stamp(record, record.updatedAt ?? record.createdAt),
  }
}

export function attemptRow(facts: RowFacts, record: AttemptRecord): Row {
  const runId = facts.runId(record.runKey)
  return {
    id: attemptIdOf(runId, record.phaseKey, record.index),
    runId,
    phaseId: phaseIdOf(runId, record.phaseKey),
    index: record.index,
    outcome: record.outcome,
    reason: text(record.reason),
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    events: record.events,
    tokens: record.tokens,
    inferred: record.inferred,
    ...facts.stamp(record, record.updatedAt),
  }
}
