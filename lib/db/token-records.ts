import 'server-only'
import type { SqlReader } from './sqlite-reader'
import { inList } from './upsert'

/** The newest quarter of an hour with usage (`YYYY-MM-DDTHH:mm`) that is not in the future; null without one. */
export async function newestUsage(db: SqlReader, now: Date): Promise<string | null> {
  const [row] = await db.$queryRawUnsafe<{ quarter: string | null }[]>(
    `SELECT MAX("quarter") AS "quarter" FROM "UsageQuarter" WHERE "quarter" <= ? AND "quarter" > ''`,
    now.toISOString().slice(0, 16),
  )
  return row?.quarter ?? null
}

/** Whether any usage was ever recorded. */
export async function hasUsage(db: SqlReader): Promise<boolean> {
  return (await db.$queryRawUnsafe<unknown[]>(`SELECT 1 AS "one" FROM "UsageQuarter" LIMIT 1`)).length > 0
}

/** Names of sessions that have one. */
export async function sessionNames(db: SqlReader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const where = inList('id', ids)
  const rows = await db.$queryRawUnsafe<{ id: string; name: string }[]>(
    `SELECT "id", "name" FROM "Session" WHERE ${where.sql} AND "name" IS NOT NULL`,
    ...where.values,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export interface SystemRecords {
  system: string
  runs: bigint
  withoutRow: bigint
  sessions: bigint
  subAgents: bigint
  inventedSplit: bigint
}

/** How many runs and sessions each system has. */
export function recordsBySystem(db: SqlReader): Promise<SystemRecords[]> {
  return db.$queryRawUnsafe<SystemRecords[]>(
    `SELECT "system", SUM("runs") AS "runs", SUM("withoutRow") AS "withoutRow", SUM("sessions") AS "sessions", ` +
      `SUM("subAgents") AS "subAgents", SUM("inventedSplit") AS "inventedSplit" FROM (` +
      `SELECT "system", COUNT(*) AS "runs", SUM(CASE WHEN "hasRow" THEN 0 ELSE 1 END) AS "withoutRow", 0 AS "sessions", ` +
      `0 AS "subAgents", 0 AS "inventedSplit" FROM "Run" GROUP BY "system" UNION ALL ` +
      `SELECT "system", 0, 0, COUNT(*) - COUNT(CASE WHEN "role" = 'sub-agent' THEN 1 END), COUNT(CASE WHEN "role" = 'sub-agent' THEN 1 END), 0 FROM "Session" ` +
      `GROUP BY "system" UNION ALL ` +
      `SELECT r."system", 0, 0, 0, 0, COUNT(*) FROM "RunFlag" f JOIN "Run" r ON r."id" = f."runId" ` +
      `WHERE f."name" = 'split_invented' GROUP BY r."system") AS "parts" GROUP BY "system" ORDER BY "system"`,
  )
}
