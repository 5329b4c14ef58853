import 'server-only'
import type { Row } from '@/lib/db/upsert'
import { entryIdOf, rowIdOf } from '@/lib/model/ids'
import type { ApprovalRecord, EventRecord, FailureRecord } from '@/lib/model/records'
import { json, storable } from './record-content'
import { phaseIn, type RowFacts, text } from './row-facts'
import { int32 } from './storable-number'

export function eventRow(facts: RowFacts, record: EventRecord): Row {
  const runId = facts.runIdOrNull(record.runKey)
  return {
    id: rowIdOf(facts.ctx.instance, record.type, record.eventKey),
    system: facts.ctx.system,
    instanceId: facts.ctx.instance,
    runId,
    phaseId: phaseIn(runId, record.phaseKey),
    phaseKey: text(record.phaseKey),
    jobId: facts.jobIdOrNull(record.jobKey),
    seq: int32(record.seq ?? null),
    level: text(record.level ?? null),
    kind: record.type,
    at: record.at,
    title: storable(record.title),
    detail: text(record.detail),
    actor: text(record.actor),
    data: storable(json(record.data)),
    ...facts.immutable(record, record.updatedAt ?? record.at),
  }
}

export function approvalRow(facts: RowFacts, record: ApprovalRecord): Row {
  const runId = facts.runIdOrNull(record.runKey)
  return {
    id: rowIdOf(facts.ctx.instance, record.type, record.approvalKey),
    system: facts.ctx.system,
    instanceId: facts.ctx.instance,
    runId,
    phaseId: phaseIn(runId, record.phaseKey),
    kind: record.type,
    context: text(record.context),
    statusRaw: text(record.statusRaw),
    status: record.status,
    requestedAt: record.requestedAt,
    respondedAt: record.respondedAt,
    timeoutAt: record.timeoutAt,
    method: text(record.method),
    reason: text(record.reason),
    data: storable(json(record.data)),
    ...facts.stamp(record, record.updatedAt),
  }
}

export function failureRow(facts: RowFacts, record: FailureRecord): Row {
  const runId = facts.runIdOrNull(record.runKey)
  return {
    id: rowIdOf(facts.ctx.instance, 'failure', record.failureKey),
    system: facts.ctx.system,
    instanceId: facts.ctx.instance,
    runId,
    phaseId: phaseIn(runId, record.phaseKey),
    sessionId: record.sessionKey === null ? null : facts.sessionId(record.runKey, record.sessionKey),
    entryId:
      record.sessionKey === null || record.entryKey === null
        ? null
        : entryIdOf(facts.sessionId(record.runKey, record.sessionKey), record.entryKey),
    at: record.at,
    message: storable(record.message),
    type: text(record.type),
    cause: record.cause,
    causeRule: text(record.causeRule),
    severity: text(record.severity),
    resolution: text(record.resolution),
    autopackSignature: record.autopackSignature ?? null,
    data: storable(json(record.data)),
    ...facts.immutable(record, record.updatedAt ?? record.at),
  }
}
