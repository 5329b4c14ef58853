import 'server-only'
import type { Db } from './client'

export interface FacetRow {
  value: string | null
  jobs: bigint
}

const FACETS_MAX = 1_000

/** What all jobs have in one column, the most frequent first. */
export async function jobFacet(db: Db, column: 'system' | 'type' | 'statusDerived'): Promise<FacetRow[]> {
  return db.$queryRawUnsafe<FacetRow[]>(
    `SELECT "${column}" AS "value", COUNT(*) AS "jobs" FROM "Job" GROUP BY "${column}" ` +
      `ORDER BY COUNT(*) DESC, "${column}" LIMIT ${FACETS_MAX}`,
  )
}

/** The flags of jobs and of their runs, one row a job and flag; `isList`: `flag` is the JSON list of a job's row. */
export async function jobFlags(db: Db): Promise<{ jobId: string; flag: string; isList: bigint | number }[]> {
  return db.$queryRawUnsafe<{ jobId: string; flag: string; isList: bigint | number }[]>(
    `SELECT "id" AS "jobId", "flags" AS "flag", 1 AS "isList" FROM "Job" WHERE "flags" <> '[]' UNION ALL ` +
      `SELECT DISTINCT r."jobId", f."name", 0 FROM "RunFlag" f JOIN "Run" r ON r."id" = f."runId" ` +
      `JOIN "Job" j ON j."id" = r."jobId"`,
  )
}

/** How many jobs there are, how many contradict their evidence, and how many are groups. */
export async function jobCounts(db: Db): Promise<{ all: bigint; conflict: bigint; groups: bigint } | undefined> {
  const share = (condition: string) => `COALESCE(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`
  const [row] = await db.$queryRawUnsafe<{ all: bigint; conflict: bigint; groups: bigint }[]>(
    `SELECT COUNT(*) AS "all", ${share('"conflict"')} AS "conflict", ${share('"jobs" > 0')} AS "groups" FROM "Job"`,
  )
  return row
}
