import 'server-only'
import type { JobLine } from '@/lib/db/job-list'
import { costBounds, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import type { JobSummary } from '@/lib/jobs/schema'
import { toStatus } from '@/lib/model/status'

/** One job as lists show it; `runFlags` are the names of what was seen on its runs. */
export function toJobSummary(row: JobLine, runFlags: readonly string[]): JobSummary {
  return {
    id: row.id,
    system: row.system,
    nativeId: row.nativeId,
    parentId: row.parentId,
    name: row.name,
    type: row.type,
    project: row.project,
    statusRaw: row.statusRaw,
    statusStated: row.statusStated === null ? null : toStatus(row.statusStated),
    status: toStatus(row.status),
    statusDerived: toStatus(row.statusDerived),
    conflict: row.conflict,
    conflictReason: row.conflictReason,
    inferred: row.inferred,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    lastEvidenceAt: row.lastEvidenceAt === '' ? null : row.lastEvidenceAt,
    jobs: row.jobs,
    runs: { total: row.runs, done: row.runsDone, failed: row.runsFailed },
    bestScore: row.bestScore,
    baselineScore: row.baselineScore,
    candidates: row.candidates,
    results: { total: row.results, resolved: row.resultsResolved, unknown: row.resultsUnknown },
    tokens: toCountOrNull(row.tokens),
    costMicroUsd: toMicroUsd(row.costPico),
    costIsLowerBound: costBounds(row.unpricedEvents, []).costIsLowerBound,
    events: row.events,
    flags: textsOf(row.flags),
    runFlags: [...runFlags],
  }
}
