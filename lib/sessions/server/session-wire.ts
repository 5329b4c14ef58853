import 'server-only'
import type { SessionRow } from '@/lib/db/session-list'
import type { SpentRow } from '@/lib/db/session-parts'
import { costBounds, toCount, toCountOrNull, toMicroUsd, toUsageWire } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import { STATUSES, type Status } from '@/lib/model/status'
import type { SessionSummary, SpentWire } from '@/lib/sessions/schema'

/** A stored state; a word that this version does not know is `unknown`. */
export const toStatus = (value: string): Status => STATUSES.find((status) => status === value) ?? 'unknown'

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
    usage: toUsageWire(
      {
        input: row.usageInput,
        cacheRead: row.usageCacheRead,
        cacheWrite5m: row.usageCacheWrite5m,
        cacheWrite1h: row.usageCacheWrite1h,
        output: row.usageOutput,
        reasoning: row.usageReasoning,
        unsplit: row.usageUnsplit,
        total: row.tokens,
      },
      lowerBound,
    ),
    costMicroUsd: toMicroUsd(row.costPico),
    ...costBounds(row.unpricedEvents, lowerBound),
    unpricedEvents: row.unpricedEvents,
    events: row.events,
    dropped: { events: row.droppedEvents, tokens: toCountOrNull(row.droppedTokens) },
    flags: textsOf(row.flags),
    revision: row.revision,
  }
}

const plus = (a: bigint | null, b: bigint | null) => (a === null ? b : b === null ? a : a + b)

/** What one session spent itself, as a sum of one. */
export function ownSpent(row: SessionRow): SpentRow {
  return {
    sessions: 1n,
    events: BigInt(row.events),
    input: row.usageInput,
    cacheRead: row.usageCacheRead,
    cacheWrite5m: row.usageCacheWrite5m,
    cacheWrite1h: row.usageCacheWrite1h,
    output: row.usageOutput,
    reasoning: row.usageReasoning,
    unsplit: row.usageUnsplit,
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
    input: plus(a.input, b.input),
    cacheRead: plus(a.cacheRead, b.cacheRead),
    cacheWrite5m: plus(a.cacheWrite5m, b.cacheWrite5m),
    cacheWrite1h: plus(a.cacheWrite1h, b.cacheWrite1h),
    output: plus(a.output, b.output),
    reasoning: plus(a.reasoning, b.reasoning),
    unsplit: plus(a.unsplit, b.unsplit),
    tokens: plus(a.tokens, b.tokens),
    costPico: plus(a.costPico, b.costPico),
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
