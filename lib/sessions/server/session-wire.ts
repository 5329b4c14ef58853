import 'server-only'
import type { SessionRow } from '@/lib/db/session-list'
import type { SpentRow } from '@/lib/db/session-parts'
import { costBounds, toCount, toCountOrNull, toMicroUsd, toUsageWire, usageOf } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import { toStatus } from '@/lib/model/status'
import { addKnown } from '@/lib/model/usage'
import type { SessionSummary, SpentWire } from '@/lib/sessions/schema'

/** One session as lists show it. */
export function toSessionSummary(row: SessionRow): SessionSummary {
  const lowerBound = textsOf(row.usageLowerBound)
  return {
    id: row.id,
    system: row.system,
    nativeId: row.nativeId,
    name: row.name,
    firstPrompt: row.firstPrompt,
    runId: row.runId,
    jobId: row.jobId,
    parentId: row.parentId,
    role: row.role,
    agent: row.agent,
    taskId: row.taskId,
    project: row.project,
    systemVersion: row.systemVersion,
    model: row.model,
    models: textsOf(row.models),
    statusRaw: row.statusRaw,
    status: toStatus(row.status),
    statusDerived: toStatus(row.statusDerived),
    statusReason: row.statusReason,
    inferred: row.inferred,
    startedAt: row.startedAt ?? row.firstAt,
    endedAt: row.endedAt,
    lastEvidenceAt: row.lastEvidenceAt === '' ? null : row.lastEvidenceAt,
    entries: row.entriesCount,
    turns: row.turns,
    toolCalls: row.toolCalls,
    toolFailures: row.toolFailures,
    denials: row.denials,
    interruptions: row.interruptions,
    apiErrors: row.apiErrors,
    retries: row.retries,
    compactions: row.compactions,
    subAgents: toCount(row.subAgents),
    usage: toUsageWire({ ...usageOf(row), total: row.tokens }, lowerBound),
    costMicroUsd: toMicroUsd(row.costPico),
    ...costBounds(row.unpricedEvents, lowerBound),
    unpricedEvents: row.unpricedEvents,
    events: row.events,
    dropped: { events: row.droppedEvents, tokens: toCountOrNull(row.droppedTokens) },
    flags: textsOf(row.flags),
    revision: row.revision,
  }
}

/** What one session spent itself, as a sum of one. */
export function ownSpent(row: SessionRow): SpentRow {
  return {
    sessions: 1n,
    events: BigInt(row.events),
    ...usageOf(row),
    tokens: row.tokens,
    costPico: row.costPico,
    unpriced: BigInt(row.unpricedEvents),
    partial: textsOf(row.usageLowerBound).length > 0 ? 1n : 0n,
  }
}

/** Two amounts as one; added before anything is rounded. */
export function addSpent(a: SpentRow, b: SpentRow): SpentRow {
  return {
    sessions: a.sessions + b.sessions,
    events: a.events + b.events,
    input: addKnown(a.input, b.input),
    cacheRead: addKnown(a.cacheRead, b.cacheRead),
    cacheWrite5m: addKnown(a.cacheWrite5m, b.cacheWrite5m),
    cacheWrite1h: addKnown(a.cacheWrite1h, b.cacheWrite1h),
    output: addKnown(a.output, b.output),
    reasoning: addKnown(a.reasoning, b.reasoning),
    unsplit: addKnown(a.unsplit, b.unsplit),
    tokens: addKnown(a.tokens, b.tokens),
    costPico: addKnown(a.costPico, b.costPico),
    unpriced: a.unpriced + b.unpriced,
    partial: a.partial + b.partial,
  }
}

export function toSpent(row: SpentRow): SpentWire {
  const lowerBound = row.partial > 0n ? ['output'] : []
  return {
    sessions: toCount(row.sessions),
    usage: toUsageWire({ ...row, total: row.tokens }, lowerBound),
    costMicroUsd: toMicroUsd(row.costPico),
    ...costBounds(toCount(row.unpriced), lowerBound),
    unpricedEvents: toCount(row.unpriced),
    events: toCount(row.events),
  }
}
