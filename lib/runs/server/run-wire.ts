import 'server-only'
import type { RunRow } from '@/lib/db/run-list'
import { costBounds, toCountOrNull, toMicroUsd, toUsageWire } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import { CAUSES, type Cause, STATUSES, type Status } from '@/lib/model/status'
import { DURATION_KINDS, type RunSummary } from '@/lib/runs/schema'

const oneOf = <T extends string>(known: readonly T[], value: string | null): T | null =>
  known.find((item) => item === value) ?? null

/** A stored state; a word that this version does not know is `unknown`. */
export const toStatus = (value: string): Status => oneOf(STATUSES, value) ?? 'unknown'
export const toCause = (value: string | null): Cause | null =>
  value === null ? null : (oneOf(CAUSES, value) ?? 'unknown')

type UsageColumns = Pick<
  RunRow,
  | 'usageInput'
  | 'usageCacheRead'
  | 'usageCacheWrite5m'
  | 'usageCacheWrite1h'
  | 'usageOutput'
  | 'usageReasoning'
  | 'usageUnsplit'
  | 'usageTotal'
  | 'usageLowerBound'
>

/** The sums of a run's usage events, as ingest keeps them on the row. */
export function runUsage(row: UsageColumns) {
  return toUsageWire(
    {
      input: row.usageInput,
      cacheRead: row.usageCacheRead,
      cacheWrite5m: row.usageCacheWrite5m,
      cacheWrite1h: row.usageCacheWrite1h,
      output: row.usageOutput,
      reasoning: row.usageReasoning,
      unsplit: row.usageUnsplit,
      total: row.usageTotal,
    },
    textsOf(row.usageLowerBound),
  )
}

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
