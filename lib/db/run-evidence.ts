import 'server-only'
import type { Cause } from '@/lib/model/status'
import { type Db, writerOf } from './client'
import { inList } from './upsert'

interface FlagCount {
  runId: string
  /** JSON list, as the events carry it. */
  flags: string
  events: number
}

/** How many usage events of each run carry which set of flags. On the writer's connection, which sorts in a file. */
export function usageFlagSets(db: Db, runIds: readonly string[]): FlagCount[] {
  const where = inList('runId', runIds)
  const rows = writerOf(db).all(
    `SELECT "runId", "flags", COUNT(*) AS "events" FROM "UsageEvent" WHERE ${where.sql} GROUP BY "runId", "flags"`,
    where.values,
  )
  return rows.map((row) => ({
    runId: String(row['runId']),
    flags: String(row['flags']),
    events: Number(row['events']),
  }))
}

/** How many usage events of each run name a phase that has no row. */
export async function usageWithoutPhase(db: Db, runIds: readonly string[]): Promise<Map<string, number>> {
  const where = inList('runId', runIds)
  const rows = await db.$queryRawUnsafe<{ runId: string; events: bigint }[]>(
    `SELECT u."runId" AS "runId", COUNT(*) AS "events" FROM "UsageEvent" u LEFT JOIN "Phase" p ON p."id" = u."phaseId" ` +
      `WHERE u.${where.sql} AND u."phaseId" IS NOT NULL AND p."id" IS NULL GROUP BY u."runId"`,
    ...where.values,
  )
  return new Map(rows.map((row) => [row.runId, Number(row.events)]))
}

interface EventBounds {
  firstAt: string | null
  lastAt: string | null
}

/**
 * First and last dated event that names each run. Rows of Autopack's database have the clock of the database; its logs have
 * that of a machine somewhere, hours ahead of it: they say when a run lived only where no row does.
 */
export async function eventBounds(db: Db, runIds: readonly string[]): Promise<Map<string, EventBounds>> {
  const where = inList('runId', runIds)
  const rows = await db.$queryRawUnsafe<(EventBounds & { runId: string })[]>(
    `SELECT e."runId" AS "runId", MIN(e."at") AS "firstAt", MAX(e."at") AS "lastAt" FROM "Event" e LEFT JOIN "Run" r ON r."id" = e."runId" ` +
      `WHERE e.${where.sql} AND NOT (e."system" = 'autopack' AND e."flags" LIKE '%"zone_unknown"%' AND COALESCE(r."hasRow", 0) = 1) ` +
      `GROUP BY e."runId"`,
    ...where.values,
  )
  return new Map(rows.map((row) => [row.runId, row]))
}

/** Rows of phase-6 metrics of each run, and how many of them estimate with a constant. */
export async function estimateCounts(
  db: Db,
  runIds: readonly string[],
): Promise<Map<string, { rows: number; fallback: number }>> {
  const where = inList('runId', runIds)
  const rows = await db.$queryRawUnsafe<{ runId: string; rows: bigint; fallback: bigint }[]>(
    `SELECT "runId", COUNT(*) AS "rows", SUM(CASE WHEN "estimateSource" = 'fallback' THEN 1 ELSE 0 END) AS "fallback" ` +
      `FROM "Phase6Metric" WHERE ${where.sql} GROUP BY "runId"`,
    ...where.values,
  )
  return new Map(rows.map((row) => [row.runId, { rows: Number(row.rows), fallback: Number(row.fallback) }]))
}

/** How many failures of each run are recorded. */
export function failureCounts(db: Db, runIds: readonly string[]): Map<string, number> {
  const where = inList('runId', runIds)
  const rows = writerOf(db).all(
    `SELECT "runId", COUNT(*) AS "failures" FROM "Failure" WHERE ${where.sql} GROUP BY "runId"`,
    where.values,
  )
  return new Map(rows.map((row) => [String(row['runId']), Number(row['failures'])]))
}

interface PhaseFailureRow {
  runId: string
  phaseId: string
  cause: Cause
  count: number
  evidence: string
}

/** The failures of phases by their cause, the unknown ones left out. */
export function phaseFailures(db: Db, runIds: readonly string[]): PhaseFailureRow[] {
  const where = inList('runId', runIds)
  const rows = writerOf(db).all(
    `SELECT "runId", "phaseId", "cause", COUNT(*) AS "count", MIN(COALESCE("causeRule", "message")) AS "evidence" ` +
      `FROM "Failure" WHERE ${where.sql} AND "phaseId" IS NOT NULL AND "cause" <> 'unknown' GROUP BY "runId", "phaseId", "cause"`,
    where.values,
  )
  return rows.map((row) => ({
    runId: String(row['runId']),
    phaseId: String(row['phaseId']),
    cause: String(row['cause']) as Cause,
    count: Number(row['count']),
    evidence: String(row['evidence']),
  }))
}
