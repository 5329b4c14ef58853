import 'server-only'
import type { Db } from './client'
import { bestFirst, GROUP_COLUMNS, type GroupRow } from './job-results'
import { filterOf, valuesOf } from './job-scope'
import { equals, keysetPage, readCursor } from './keyset'
import { inList, type Statement } from './upsert'

export interface AgentRow extends GroupRow {
  system: string
  runs: bigint
  jobs: bigint
}

const BEST = bestFirst('system', 'configuration')

/** Whose results: those of one job, or all of a system and time. */
export interface AgentScope {
  jobId?: string | undefined
  system?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

function conditions({ jobId, system, from, to }: AgentScope): Statement[] {
  const all = [...equals('"jobId"', jobId), ...equals('"system"', system)]
  if (from !== undefined) all.push({ sql: '"at" >= ?', values: [from] })
  if (to !== undefined) all.push({ sql: '"at" < ?', values: [to] })
  return all
}

/** How each configuration of each system did over the results of a scope. */
export async function agentPage(db: Db, scope: AgentScope, page: { cursor?: string | undefined; limit: number }) {
  const where = conditions(scope)
  const grouped =
    `SELECT "system", "configuration", COUNT(DISTINCT "runId") AS "runs", COUNT(DISTINCT "jobId") AS "jobs", ` +
    `${GROUP_COLUMNS} FROM "ItemResult"${filterOf(where)} GROUP BY "system", "configuration"`
  const [found, [count]] = await Promise.all([
    keysetPage<AgentRow>(db, {
      select: `SELECT * FROM (${grouped}) t`,
      selectValues: valuesOf(where),
      where: [],
      order: BEST,
      after: readCursor(BEST, page.cursor),
      limit: page.limit,
    }),
    db.$queryRawUnsafe<{ groups: bigint }[]>(
      `SELECT COUNT(*) AS "groups" FROM (SELECT 1 FROM "ItemResult"${filterOf(where)} GROUP BY "system", "configuration") t`,
      ...valuesOf(where),
    ),
  ])
  return { ...found, total: Number(count?.groups ?? 0) }
}

export interface AgentItemRow {
  system: string
  configuration: string
  itemKey: string
  jobId: string | null
  results: bigint
  resolved: bigint
  meanScore: number | null
  /** Its place among the items of this configuration, the best first, from 1. */
  nth: bigint
  items: bigint
}

/** The items at both ends of each configuration: by mean score, where none is scored by the share that was resolved. */
export async function agentItems(
  db: Db,
  scope: AgentScope,
  { configurations, atEachEnd }: { configurations: readonly string[]; atEachEnd: number },
): Promise<AgentItemRow[]> {
  if (configurations.length === 0) return []
  const all = [...conditions(scope), inList('configuration', configurations)]
  const rank = `COALESCE(AVG("score"), AVG(CASE WHEN "resolved" THEN 1.0 WHEN "resolved" IS NULL THEN NULL ELSE 0.0 END))`
  const grouped =
    `SELECT "system", "configuration", "itemKey", MIN("jobId") AS "jobId", COUNT(*) AS "results", ` +
    `SUM(CASE WHEN "resolved" THEN 1 ELSE 0 END) AS "resolved", AVG("score") AS "meanScore", ${rank} AS "rank" ` +
    `FROM "ItemResult"${filterOf(all)} GROUP BY "system", "configuration", "itemKey"`
  const placed =
    `SELECT *, ROW_NUMBER() OVER (PARTITION BY "system", "configuration" ORDER BY "rank" DESC, "itemKey") AS "nth", ` +
    `COUNT(*) OVER (PARTITION BY "system", "configuration") AS "items" FROM (${grouped}) g WHERE "rank" IS NOT NULL`
  return db.$queryRawUnsafe<AgentItemRow[]>(
    `SELECT * FROM (${placed}) p WHERE "nth" <= ? OR "nth" > "items" - ? ORDER BY "system", "configuration", "nth"`,
    ...valuesOf(all),
    atEachEnd,
    atEachEnd,
  )
}
