import 'server-only'
import type { RunRow } from '@/lib/db/run-list'
import { costBounds, type StoredUsage, toCountOrNull, toMicroUsd, toUsageWire, usageOf } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import { CAUSES, type Cause, toStatus } from '@/lib/model/status'
import { DURATION_KINDS, type RunSummary } from '@/lib/runs/schema'

const oneOf = <T extends string>(known: readonly T[], value: string | null): T | null =>
  known.find((item) => item === value) ?? null

export const toCause = (value: string | null): Cause | null =>
  value === null ? null : (oneOf(CAUSES, value) ?? 'unknown')

/** The sums of a run's usage events. */
export const runUsage = (row: StoredUsage & Pick<RunRow, 'usageTotal' | 'usageLowerBound'>) =>
  toUsageWire({ ...usageOf(row), total: row.usageTotal }, textsOf(row.usageLowerBound))

/** One run as lists show it. */
export function toRunSummary(row: RunRow): RunSummary {
  return {
    id: row.id,
    system: row.system,
    nativeId: row.nativeId,
    name: row.name,
    project: row.project,
    jobId: row.jobId,
    statusRaw: row.statusRaw,
    status: toStatus(row.status),
    statusDerived: toStatus(row.statusDerived),
    conflict: row.conflict,
    cause: toCause(row.cause),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    lastEvidenceAt: row.lastEvidenceAt === '' ? null : row.lastEvidenceAt,
    durationMs: toCountOrNull(row.durationMs),
    durationKind: oneOf(DURATION_KINDS, row.durationKind),
    usage: runUsage(row),
    costMicroUsd: toMicroUsd(row.costPico),
    ...costBounds(row.unpricedEvents, textsOf(row.usageLowerBound)),
    unpricedEvents: row.unpricedEvents,
    events: row.events,
    tokenCap: toCountOrNull(row.tokenCap),
    phases: {
      total: row.phasesTotal,
      done: row.phasesDone,
      failed: row.phasesFailed,
      running: row.phasesRunning,
    },
    sessions: row.sessionsCount,
    failures: row.failuresCount,
    models: textsOf(row.models),
    flags: textsOf(row.flags),
    orphan: !row.hasRow,
    attention: row.attention,
    revision: row.revision,
  }
}
