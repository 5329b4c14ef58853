import 'server-only'
import { AppError } from '@/lib/errors'
import type { Arm } from '@/lib/experiments/definition'
import type { ResultFacts, RunFacts } from '@/lib/experiments/observation'
import type { Db } from './client'
import { filterOf, valuesOf } from './job-scope'
import { equals } from './keyset'
import type { Statement } from './upsert'

/** Of one arm or table. A part of them would be another comparison than the one that was asked for. */
const ROWS_MAX = 200_000
/** What the rules of causes look at. */
const ERROR_MAX = 20_000

export interface ResultRow extends ResultFacts {
  configuration: string
  split: string | null
  itemKey: string
}

/** @throws {AppError} too_large */
function whole<T>(rows: T[], what: string): T[] {
  if (rows.length <= ROWS_MAX) return rows
  const message = `More than ${ROWS_MAX.toLocaleString('en')} ${what} are too many for one experiment: name fewer runs, or one split`
  throw new AppError('too_large', message)
}

/** A run's tags stand in its own record. */
const TAGGED: Statement['sql'] =
  `SELECT "id" FROM "Run" WHERE json_valid("data") AND json_type("data", '$.tags') = 'array' ` +
  `AND EXISTS (SELECT 1 FROM json_each("data", '$.tags') WHERE value = ?)`

function resultsOfArm(arm: Arm): Statement[] {
  const split = equals('r."split"', arm.split)
  switch (arm.by) {
    case 'runs':
      return [{ sql: 'r."runId" IN (SELECT value FROM json_each(?))', values: [JSON.stringify(arm.runs)] }, ...split]
    case 'tag':
      return [{ sql: `r."runId" IN (${TAGGED})`, values: [arm.tag] }, ...split]
    case 'job':
      return [{ sql: 'r."jobId" = ?', values: [arm.jobId] }, ...split]
    case 'configuration':
      return [
        ...equals('r."jobId"', arm.jobId),
        ...equals('r."runId"', arm.runId),
        { sql: 'r."configuration" = ?', values: [arm.configuration] },
        ...split,
      ]
  }
}

/** The rows of results that belong to an arm, or to a job as a whole. */
export async function resultRows(db: Db, of: Arm): Promise<ResultRow[]> {
  const where = resultsOfArm(of)
  const rows = await db.$queryRawUnsafe<ResultRow[]>(
    `SELECT r."id", r."system", r."runId", r."configuration", r."split", r."itemKey", r."repeat", r."resolved", r."score", ` +
      `r."total", r."costPico", r."seconds", r."calls", SUBSTR(r."error", 1, ${ERROR_MAX}) AS "error", u."cause" AS "runCause" ` +
      `FROM "ItemResult" r LEFT JOIN "Run" u ON u."id" = r."runId"${filterOf(where)} LIMIT ${ROWS_MAX + 1}`,
    ...valuesOf(where),
  )
  return whole(rows, 'results')
}

function runsOfArm(arm: Arm): Statement {
  switch (arm.by) {
    case 'runs':
      return { sql: '"id" IN (SELECT value FROM json_each(?))', values: [JSON.stringify(arm.runs)] }
    case 'tag':
      return { sql: `"id" IN (${TAGGED})`, values: [arm.tag] }
    case 'job':
      return { sql: '"jobId" = ?', values: [arm.jobId] }
    case 'configuration':
      return {
        sql: `"id" IN (SELECT r."runId" FROM "ItemResult" r${filterOf(resultsOfArm(arm))})`,
        values: valuesOf(resultsOfArm(arm)),
      }
  }
}

/** The runs that belong to an arm. */
export async function runRows(db: Db, arm: Arm): Promise<(RunFacts & { goal: string | null })[]> {
  const { sql, values } = runsOfArm(arm)
  const rows = await db.$queryRawUnsafe<(RunFacts & { goal: string | null })[]>(
    `SELECT "id", "status", "statusDerived", "cause", "usageTotal", "costPico", "durationMs", "events", ` +
      `SUBSTR("goal", 1, ${ERROR_MAX}) AS "goal" FROM "Run" WHERE ${sql} LIMIT ${ROWS_MAX + 1}`,
    ...values,
  )
  return whole(rows, 'runs')
}

export interface PlannedPhase {
  runId: string
  index: number | bigint | null
  name: string | null
  phaseType: string | null
  taskCategory: string | null
  complexity: string | null
  description: string | null
}

/** What runs were to do, phase by phase. */
export async function plannedPhases(db: Db, runIds: readonly string[]): Promise<PlannedPhase[]> {
  const rows = await db.$queryRawUnsafe<PlannedPhase[]>(
    `SELECT "runId", "index", "name", "phaseType", "taskCategory", "complexity", SUBSTR("description", 1, ${ERROR_MAX}) AS "description" ` +
      `FROM "Phase" WHERE "runId" IN (SELECT value FROM json_each(?)) ORDER BY "runId", "index", "id" LIMIT ${ROWS_MAX + 1}`,
    JSON.stringify(runIds),
  )
  return whole(rows, 'phases')
}

/** Numbers that sources publish of runs, as their readers compared them with the rows. */
export function publishedHeadlines(
  db: Db,
  runIds: readonly string[],
): Promise<{ id: string; name: string | null; headlines: string }[]> {
  return db.$queryRawUnsafe(
    `SELECT "id", "name", json_extract("data", '$.headlines') AS "headlines" FROM "Run" ` +
      `WHERE "id" IN (SELECT value FROM json_each(?)) AND json_valid("data") AND json_type("data", '$.headlines') = 'array' ` +
      `ORDER BY "name", "id" LIMIT 1000`,
    JSON.stringify(runIds),
  )
}
