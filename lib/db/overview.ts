import 'server-only'
import type { Db } from './client'

/** The newest evidence of any run, or null without one. */
export async function newestEvidence(db: Db, now: string): Promise<string | null> {
  const [row] = await db.$queryRawUnsafe<{ at: string | null }[]>(
    `SELECT MAX("lastEvidenceAt") AS "at" FROM "Run" WHERE "lastEvidenceAt" <= ?`,
    now,
  )
  return row?.at || null
}

export interface StatusGroup {
  system: string
  statusDerived: string
  runs: bigint
  first: string | null
  last: string | null
}

/** Runs that have a row, by system and what the evidence says. */
export async function runsByStatus(db: Db): Promise<StatusGroup[]> {
  return db.$queryRawUnsafe<StatusGroup[]>(
    `SELECT "system", "statusDerived", COUNT(*) AS "runs", MIN("firstEvidenceAt") AS "first", ` +
      `MAX(NULLIF("lastEvidenceAt", '')) AS "last" FROM "Run" WHERE "hasRow" = ? GROUP BY "system", "statusDerived" ORDER BY 1, 2`,
    true,
  )
}

export interface OrphanGroup {
  system: string
  runs: bigint
  tokens: bigint | null
  systemTokens: bigint | null
  at: string | null
}

/** Spend of runs that have no row, beside the spend of their whole system. */
export async function orphanSpend(db: Db): Promise<OrphanGroup[]> {
  return db.$queryRawUnsafe<OrphanGroup[]>(
    `SELECT "system", SUM(CASE WHEN "hasRow" THEN 0 ELSE 1 END) AS "runs", ` +
      `SUM(CASE WHEN "hasRow" THEN NULL ELSE "usageTotal" END) AS "tokens", SUM("usageTotal") AS "systemTokens", ` +
      `MAX(CASE WHEN "hasRow" THEN NULL ELSE NULLIF("lastEvidenceAt", '') END) AS "at" FROM "Run" ` +
      `GROUP BY "system" HAVING SUM(CASE WHEN "hasRow" THEN 0 ELSE 1 END) > 0 ORDER BY "system"`,
  )
}

export interface DaySums {
  day: string
  system: string
  tokens: bigint | null
  costPico: bigint | null
  events: bigint
  unknown: bigint
  unpriced: bigint
  partial: bigint
}

/** Usage per day (UTC) and system, from the day of `from` to the quarter of an hour of `to`. */
export async function usagePerDay(db: Db, from: string, to: string): Promise<DaySums[]> {
  const sums =
    `"system", SUM("total") AS "tokens", SUM("costPico") AS "costPico", SUM("events") AS "events", ` +
    `SUM("unknownEvents") AS "unknown", SUM("unpricedEvents") AS "unpriced", SUM("lowerBoundEvents") AS "partial"`
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)]
  return db.$queryRawUnsafe<DaySums[]>(
    `SELECT "day", ${sums} FROM "UsageDay" WHERE "offset" = 0 AND "day" >= ? AND "day" < ? GROUP BY "day", "system" UNION ALL ` +
      `SELECT ? AS "day", ${sums} FROM "UsageQuarter" WHERE "quarter" >= ? AND "quarter" <= ? GROUP BY "system" ORDER BY 1, 2`,
    ...[first, last],
    ...[last, last, to.slice(0, 16)],
  )
}

/** Runs with a row that began in [from, to], by day (UTC) and what the evidence says. */
export async function runStartsPerDay(
  db: Db,
  from: string,
  to: string,
): Promise<{ day: string; statusDerived: string; runs: bigint }[]> {
  return db.$queryRawUnsafe<{ day: string; statusDerived: string; runs: bigint }[]>(
    `SELECT SUBSTR("beganAt", 1, 10) AS "day", "statusDerived", COUNT(*) AS "runs" FROM "Run" ` +
      `WHERE "hasRow" = ? AND "beganAt" BETWEEN ? AND ? GROUP BY SUBSTR("beganAt", 1, 10), "statusDerived" ORDER BY 1, 2`,
    true,
    from,
    to,
  )
}
