import 'server-only'
import type { Row } from '@/lib/db/upsert'
import { entryIdOf, rowIdOf } from '@/lib/model/ids'
import type { EntryRecord, SessionLinkRecord, SessionRecord } from '@/lib/model/records'
import { hashOf, json, storable } from './record-content'
import { phaseIn, type RowFacts, text } from './row-facts'

/** Characters of an entry kept in the database; the raw record in the archive has the rest. */
export const ENTRY_TEXT_MAX = 65_536

export function sessionRow(facts: RowFacts, record: SessionRecord): Row {
  return {
    id: facts.sessionId(record.runKey, record.sessionKey),
    system: facts.ctx.system,
    instanceId: facts.ctx.instance,
    nativeId: storable(record.sessionKey),
    name: text(record.name),
    runId: facts.runIdOrNull(record.runKey),
    phaseId: phaseIn(facts.runIdOrNull(record.runKey), record.phaseKey ?? null),
    parentId: record.parentKey === null ? null : facts.sessionId(record.runKey, record.parentKey),
    role: text(record.role),
    agent: text(record.agent),
    taskId: text(record.taskId),
    project: text(record.project),
    systemVersion: text(record.systemVersion),
    model: text(record.model),
    statusRaw: text(record.statusRaw),
    status: record.status,
    inferred: record.inferred,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    statedStart: record.startedAt,
    statedEnd: record.endedAt,
    openedAt: typeof record.data['openedAt'] === 'string' ? record.data['openedAt'] : null,
    // The column becomes the model with most tokens; what the source names stays here.
    data: storable(json(record.model === null ? record.data : { ...record.data, model: record.model })),
    ...facts.stamp(record, record.updatedAt ?? record.endedAt),
  }
}

export function entryRow(facts: RowFacts, record: EntryRecord): Row {
  const sessionId = facts.sessionId(null, record.sessionKey)
  const whole = record.text === null ? null : storable(record.text)
  const cut = whole !== null && whole.length > ENTRY_TEXT_MAX
  return {
    id: entryIdOf(sessionId, record.entryKey),
    sessionId,
    at: record.at,
    place: `${record.at ?? ''}|${String(record.line).padStart(9, '0')}|${String(record.block).padStart(4, '0')}`,
    line: record.line,
    kind: record.type,
    role: record.role,
    title: text(record.title),
    text: cut ? whole.slice(0, ENTRY_TEXT_MAX).toWellFormed() : whole,
    chars: record.text?.length ?? 0,
    tool: text(record.tool),
    callId: text(record.callKey),
    outcome: record.outcome,
    exitCode: record.exitCode,
    eventId: record.usageKey === null ? null : rowIdOf(facts.ctx.instance, 'usage', record.usageKey),
    model: text(record.model),
    data: storable(json(record.data)),
    ...facts.stamp(cut ? { ...record, flags: [...record.flags, 'truncated_text'] } : record, record.at),
  }
}

export function sessionLinkRow(facts: RowFacts, record: SessionLinkRecord): Row {
  const [fromId, toId] = [facts.sessionId(null, record.fromKey), facts.sessionId(null, record.toKey)]
  const { flags: _flags, ...stamp } = facts.stamp(record, record.at)
  return {
    id: hashOf([record.type, fromId, toId]),
    fromId,
    toId,
    kind: record.type,
    at: record.at,
    detail: text(record.detail),
    inferred: false,
    ...stamp,
  }
}
