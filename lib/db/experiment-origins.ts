import 'server-only'
import type { Db } from './client'
import { filterOf, valuesOf } from './job-scope'
import { equals } from './keyset'

/** Experiments that the records themselves define. */

export interface TableRow {
  jobId: string
  name: string | null
  at: string | null
  configurations: bigint
  resolved: bigint
  scored: bigint
  tokens: bigint
  costs: bigint
  seconds: bigint
}

/** Jobs that tried several configurations on the same items, two at least; optimisations try candidates instead. */
export function comparedTables(db: Db, jobId?: string): Promise<TableRow[]> {
  const where = [{ sql: 'r."jobId" IS NOT NULL', values: [] }, ...equals('r."jobId"', jobId)]
  const shared =
    `SELECT "jobId" FROM (SELECT r."jobId" FROM "ItemResult" r${filterOf(where)} GROUP BY r."jobId", r."itemKey" ` +
    `HAVING MIN(r."configuration") <> MAX(r."configuration")) i GROUP BY "jobId" HAVING COUNT(*) > 1`
  return db.$queryRawUnsafe<TableRow[]>(
    `SELECT r."jobId", j."name", NULLIF(j."lastEvidenceAt", '') AS "at", COUNT(DISTINCT r."configuration") AS "configurations", ` +
      `COUNT(r."resolved") AS "resolved", COUNT(r."score") AS "scored", COUNT(r."total") AS "tokens", ` +
      `COUNT(r."costPico") AS "costs", COUNT(r."seconds") AS "seconds" FROM "ItemResult" r ` +
      `LEFT JOIN "Job" j ON j."id" = r."jobId" WHERE r."jobId" IN (${shared}) AND COALESCE(j."type", '') <> 'prompt_learning' ` +
      `GROUP BY r."jobId", j."name", j."lastEvidenceAt" ORDER BY r."jobId"`,
    ...valuesOf(where),
  )
}

/** The configurations of a job, by name. */
export async function configurationNames(db: Db, jobId: string): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ configuration: string }[]>(
    `SELECT DISTINCT "configuration" FROM "ItemResult" WHERE "jobId" = ? ORDER BY "configuration" LIMIT 1000`,
    jobId,
  )
  return rows.map(({ configuration }) => configuration)
}

export interface AbTestRow {
  instanceId: string
  testId: string
  pairs: bigint
  at: string | null
}

/** Tests that a system's own tools persisted. */
export function persistedTests(db: Db): Promise<AbTestRow[]> {
  return db.$queryRawUnsafe<AbTestRow[]>(
    `SELECT "instanceId", "testId", COUNT(*) AS "pairs", MIN("createdAt") AS "at" FROM "ABTestResult" ` +
      `GROUP BY "instanceId", "testId" ORDER BY "instanceId", "testId"`,
  )
}

export interface GepaStack {
  id: string
  instanceId: string
  nativeId: string
  data: string
  flags: string
  at: string | null
  parentData: string | null
}

/** Optimisers that were compared on a benchmark, with what is reported of them. */
export function gepaStacks(db: Db): Promise<GepaStack[]> {
  return db.$queryRawUnsafe<GepaStack[]>(
    `SELECT j."id", j."instanceId", j."nativeId", j."data", j."recordFlags" AS "flags", NULLIF(j."lastEvidenceAt", '') AS "at", ` +
      `p."data" AS "parentData" FROM "Job" j LEFT JOIN "Job" p ON p."id" = j."parentId" ` +
      `WHERE j."system" = 'synth' AND j."type" = 'prompt_learning' AND j."nativeId" LIKE 'gepa/%/%' ORDER BY j."id"`,
  )
}
