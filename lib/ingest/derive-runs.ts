import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import type { UsageGroup } from '@/lib/db/run-sums'
import { inList, type Row, type RowStatement, type Statement, upsert, writeAll } from '@/lib/db/upsert'
import { type DerivedRun, deriveRun, type RunRow } from '@/lib/liveness/derive-run'
import type { Lease } from './lease'
import { json } from './record-content'
import { type LoadedRun, loadRuns } from './run-facts'

/** Runs derived in one transaction: few enough that a page never waits long for the writer. */
const RUNS_AT_ONCE = 100

/**
 * Derives every run on the dirty list anew from its children and evidence; each portion leaves the list, and puts its jobs
 * on theirs, in the transaction that writes it. Deriving the same rows again changes nothing.
 */
export async function deriveDirtyRuns(db: Db, lease: Lease, now: Date): Promise<void> {
  for (;;) {
    const dirty = await db.dirtyRun.findMany({ orderBy: { runId: 'asc' }, take: RUNS_AT_ONCE })
    if (dirty.length === 0) return
    const runIds = dirty.map((row) => row.runId)
    const runs = await loadRuns(db, runIds, now)
    const jobs = [...new Set(runs.flatMap((run) => run.jobId ?? []))]
    await writeAll(db, [
      lease.fence(),
      ...clearLists(runIds),
      ...runs.flatMap((run) => runStatements(run)),
      { sql: `DELETE FROM "DirtyRun" WHERE ${inList('runId', runIds).sql}`, values: runIds },
      ...upsert(
        'DirtyJob',
        ['jobId'],
        jobs.map((jobId) => ({ jobId })),
        'keep',
      ),
      ...markExposedPatterns(runs),
      raiseDataRevision(),
    ])
  }
}

/**
 * A run that is over may be one more that a fix was proved by, or one that was so before it was known. What a pattern says of
 * the runs that met it (project, job, commit, waste) follows from them, too.
 */
function markExposedPatterns(runs: readonly LoadedRun[]): Statement[] {
  const ends = runs.map(({ facts }) => deriveRun(facts).lastEvidenceAt ?? '').sort()
  const fixed = `"id" IN (SELECT "patternId" FROM "PatternMove" WHERE "to" = 'fix_merged')`
  return [
    {
      sql:
        `INSERT INTO "DirtyPattern" ("patternId") SELECT "id" FROM "Pattern" WHERE ${fixed} ` +
        `AND ("state" = 'fix_merged' OR "since" >= ?) ON CONFLICT ("patternId") DO NOTHING`,
      values: [ends[0] ?? ''],
    },
    {
      sql:
        `INSERT INTO "DirtyPattern" ("patternId") SELECT "patternId" FROM "PatternSubject" WHERE "kind" = 'run' ` +
        `AND "subjectId" IN (SELECT value FROM json_each(?)) ON CONFLICT ("patternId") DO NOTHING`,
      values: [JSON.stringify(runs.map(({ id }) => id))],
    },
  ]
}

/** The flags and models of the given runs go before they are made anew: what no longer holds must not stay. */
function clearLists(runIds: readonly string[]): Statement[] {
  const where = inList('runId', runIds)
  return ['RunFlag', 'RunModel'].map((table) => ({
    sql: `DELETE FROM "${table}" WHERE ${where.sql}`,
    values: where.values,
  }))
}

const byTokens = (a: UsageGroup, b: UsageGroup) =>
  Number((b.total ?? 0n) - (a.total ?? 0n)) || (String(a.keys[0]) < String(b.keys[0]) ? -1 : 1)

/** What the evidence says of a run. */
function derivedColumns(derived: DerivedRun, row: RunRow | null): Row {
  return {
    beganAt: row?.startedAt ?? row?.createdAt ?? derived.firstEvidenceAt ?? '',
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
    durationMs: derived.durationMs,
    durationKind: derived.durationKind,
    flags: json(derived.flags.map((flag) => flag.name)),
    attention: derived.attention,
  }
}

/** What the run spent. */
function spendColumns(sum: UsageGroup | null): Row {
  return {
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
  }
}

function runStatements({
  id,
  facts,
  sum,
  sessions: transcripts,
  byModel,
  bySession,
}: LoadedRun): (Statement | RowStatement)[] {
  const derived = deriveRun(facts)
  const models = byModel.filter((group) => group.keys[0] !== null).sort(byTokens)
  const sessions = bySession.filter((group) => group.keys[0] !== null)
  const columns: Row = {
    ...derivedColumns(derived, facts.row),
    ...spendColumns(sum),
    sessionsCount: transcripts ?? sessions.length,
    failuresCount: facts.failures,
    models: json(models.map((group) => group.keys[0])),
  }
  const names = Object.keys(columns)
  const flags = derived.flags.map(({ name, detail, evidence, count }) => ({ runId: id, name, detail, evidence, count }))
  const modelRows = models.map((group) => ({
    runId: id,
    model: group.keys[0] ?? '',
    events: group.events,
    tokens: group.total,
  }))
  return [
    {
      sql: `UPDATE "Run" SET ${names.map((name) => `"${name}" = ?`).join(', ')}, "revision" = "revision" + 1 WHERE "id" = ?`,
      values: [...names.map((name) => columns[name] ?? null), id],
    },
    ...upsert('RunFlag', ['runId', 'name'], flags, 'keep'),
    ...upsert('RunModel', ['runId', 'model'], modelRows, 'keep'),
    ...(transcripts === null ? sessionStatements(sessions) : []),
  ]
}

function sessionStatements(groups: readonly UsageGroup[]): (Statement | RowStatement)[] {
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
