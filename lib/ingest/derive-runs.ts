import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { jobSums, type UsageGroup, usageSums } from '@/lib/db/run-sums'
import { inList, type Row, type Statement, upsert, writeAll } from '@/lib/db/upsert'
import { deriveRun, type RunFacts } from '@/lib/liveness/derive-run'
import type { Lease } from './lease'
import { json } from './record-rows'
import { loadRunFacts } from './run-facts'

/** Runs derived in one transaction: few enough that a page never waits long for the writer. */
const RUNS_AT_ONCE = 100

/**
 * Derives every run on the dirty list anew from its children and evidence, and the jobs they belong to; each portion
 * leaves the list in the transaction that writes it. Deriving the same rows again changes nothing.
 */
export async function deriveDirtyRuns(db: Db, lease: Lease, now: Date): Promise<void> {
  for (;;) {
    const dirty = await db.dirtyRun.findMany({ orderBy: { runId: 'asc' }, take: RUNS_AT_ONCE })
    if (dirty.length === 0) return
    const runIds = dirty.map((row) => row.runId)
    const facts = await loadRunFacts(db, runIds, now)
    const sums = await sumsOf(db, runIds)
    await writeAll(db, [
      lease.fence(),
      ...facts.flatMap((fact) => runStatements(fact, sums)),
      ...listStatements(facts, runIds, sums),
      ...sessionStatements(sums.bySession),
      { sql: `DELETE FROM "DirtyRun" WHERE ${inList('runId', runIds).sql}`, values: runIds },
      raiseDataRevision(),
    ])
    await deriveJobs(db, lease, runIds)
  }
}

interface Sums {
  byRun: Map<string, UsageGroup>
  byModel: UsageGroup[]
  bySession: UsageGroup[]
}

async function sumsOf(db: Db, runIds: readonly string[]): Promise<Sums> {
  const [byRun, byModel, bySession] = await Promise.all([
    usageSums(db, runIds, []),
    usageSums(db, runIds, ['model']),
    usageSums(db, runIds, ['sessionId']),
  ])
  return { byRun: new Map(byRun.map((group) => [group.runId, group])), byModel, bySession }
}

const modelsOf = (sums: Sums, runId: string): UsageGroup[] =>
  sums.byModel
    .filter((group) => group.runId === runId && group.keys[0] !== null)
    .sort((a, b) => Number((b.total ?? 0n) - (a.total ?? 0n)) || String(a.keys[0]).localeCompare(String(b.keys[0])))

function runStatements(facts: RunFacts & { id: string }, sums: Sums): Statement[] {
  const derived = deriveRun(facts)
  const sum = sums.byRun.get(facts.id)
  const columns: Row = {
    status: derived.status,
    statusDerived: derived.statusDerived,
    conflict: derived.conflict,
    conflictReason: derived.conflictReason,
    cause: derived.cause,
    causeEvidence: derived.causeEvidence,
    firstEvidenceAt: derived.firstEvidenceAt,
    lastEvidenceAt: derived.lastEvidenceAt ?? '',
    lastEvidenceKind: derived.lastEvidenceKind,
    interruptAfter: derived.interruptAfter,
    phasesTotal: derived.phases.total,
    phasesDone: derived.phases.done,
    phasesFailed: derived.phases.failed,
    phasesRunning: derived.phases.running,
    sessionsCount: sums.bySession.filter((group) => group.runId === facts.id && group.keys[0] !== null).length,
    failuresCount: facts.failures.length,
    events: sum?.events ?? 0,
    usageInput: sum?.input ?? null,
    usageCacheRead: sum?.cacheRead ?? null,
    usageCacheWrite5m: sum?.cacheWrite5m ?? null,
    usageCacheWrite1h: sum?.cacheWrite1h ?? null,
    usageOutput: sum?.output ?? null,
    usageReasoning: sum?.reasoning ?? null,
    usageUnsplit: sum?.unsplit ?? null,
    usageTotal: sum?.total ?? null,
    usageLowerBound: (sum?.lowerBoundEvents ?? 0) > 0 ? '["output"]' : '[]',
    costPico: sum?.costPico ?? null,
    unpricedEvents: sum?.unpricedEvents ?? 0,
    durationMs: derived.durationMs,
    durationKind: derived.durationKind,
    models: json(modelsOf(sums, facts.id).map((group) => group.keys[0])),
    flags: json(derived.flags.map((flag) => flag.name)),
    attention: derived.attention,
  }
  const names = Object.keys(columns)
  return [
    {
      sql: `UPDATE "Run" SET ${names.map((name) => `"${name}" = ?`).join(', ')}, "revision" = "revision" + 1 WHERE "id" = ?`,
      values: [...names.map((name) => columns[name] ?? null), facts.id],
    },
    ...upsert(
      'RunFlag',
      ['runId', 'name'],
      derived.flags.map(({ name, detail, evidence, count }) => ({ runId: facts.id, name, detail, evidence, count })),
      'keep',
    ),
  ]
}

/** The flags and models of the given runs, made anew: what no longer holds must go. */
function listStatements(facts: readonly { id: string }[], runIds: readonly string[], sums: Sums): Statement[] {
  const models = facts.flatMap(({ id }) =>
    modelsOf(sums, id).map((group) => ({
      runId: id,
      model: String(group.keys[0]),
      events: group.events,
      tokens: group.total,
    })),
  )
  return [
    { sql: `DELETE FROM "RunModel" WHERE ${inList('runId', runIds).sql}`, values: [...runIds] },
    ...upsert('RunModel', ['runId', 'model'], models, 'keep'),
  ]
}

function sessionStatements(groups: readonly UsageGroup[]): Statement[] {
  return groups.flatMap((group) => {
    const [sessionId] = group.keys
    if (!sessionId) return []
    return [
      {
        sql: `UPDATE "Session" SET "events" = ?, "tokens" = ?, "costPico" = ?, "unpricedEvents" = ?, "lastEvidenceAt" = ?, "revision" = "revision" + 1 WHERE "id" = ?`,
        values: [group.events, group.total, group.costPico, group.unpricedEvents, group.lastAt ?? '', sessionId],
      },
    ]
  })
}

async function deriveJobs(db: Db, lease: Lease, runIds: readonly string[]): Promise<void> {
  const rows = await db.run.findMany({
    where: { id: { in: [...runIds] }, jobId: { not: null } },
    select: { jobId: true },
    distinct: ['jobId'],
  })
  const sums = await jobSums(
    db,
    rows.flatMap((row) => row.jobId ?? []),
  )
  await writeAll(db, [
    lease.fence(),
    ...sums.map((sum) => {
      const open = sum.runsOpen > 0
      const status = open
        ? sum.runsRunning > 0
          ? 'running'
          : sum.runsOpen === sum.runs
            ? 'queued'
            : 'interrupted'
        : lastWord(sum)
      return {
        sql:
          `UPDATE "Job" SET "status" = ?, "statusDerived" = ?, "startedAt" = ?, "endedAt" = ?, "lastEvidenceAt" = ?, "runs" = ?, "runsDone" = ?, ` +
          `"runsFailed" = ?, "tokens" = ?, "costPico" = ?, "unpricedEvents" = ?, "events" = ?, "revision" = "revision" + 1 WHERE "id" = ?`,
        values: [
          status,
          status,
          sum.startedAt,
          open ? null : sum.endedAt,
          sum.lastEvidenceAt ?? '',
          sum.runs,
          sum.runsDone,
          sum.runsFailed,
          sum.tokens,
          sum.costPico,
          sum.unpricedEvents,
          sum.events,
          sum.jobId,
        ],
      }
    }),
    raiseDataRevision(),
  ])
}

/** A job whose runs all ended: done when one succeeded and none failed, partial when some did, else failed. */
function lastWord(sum: { runsDone: number; runsFailed: number }): string {
  if (sum.runsDone > 0) return sum.runsFailed > 0 ? 'partial' : 'succeeded'
  return sum.runsFailed > 0 ? 'failed' : 'unknown'
}
