import 'server-only'
import type { Statement } from './upsert'

/** What belongs to a job, as SQL. */

/** Longer than what an orchestrator writes down; the raw record has the rest. */
const LONG = 200_000

/** Rows of a table that name the job, and those of its runs that name no job. Each row once. */
export function ofJob(table: 'Event' | 'Metric', columns: readonly string[], jobId: string): Statement {
  const select = `SELECT ${columns.join(', ')} FROM "${table}" WHERE`
  return {
    sql: `${select} "jobId" = ? UNION ALL ${select} "jobId" IS NULL AND "runId" IN (SELECT "id" FROM "Run" WHERE "jobId" = ?)`,
    values: [jobId, jobId],
  }
}

/** The job and all jobs below it, as a list for `IN`; jobs that name each other as parent end it. */
export function andBelow(jobId: string): Statement {
  return {
    sql:
      `(WITH RECURSIVE below("id") AS (SELECT "id" FROM "Job" WHERE "id" = ? UNION ` +
      `SELECT j."id" FROM "Job" j JOIN below b ON j."parentId" = b."id") SELECT "id" FROM below)`,
    values: [jobId],
  }
}

/** A JSON column that is empty when it is too long to list; `dataIsCut` then is 1. */
export const DATA = [
  `CASE WHEN LENGTH("data") > ${LONG} THEN '{}' ELSE "data" END AS "data"`,
  `CASE WHEN LENGTH("data") > ${LONG} THEN 1 ELSE 0 END AS "dataIsCut"`,
]

/** The beginning of a text that may be of any length. */
export const beginning = (column: string) => `SUBSTR("${column}", 1, ${LONG}) AS "${column}"`

/** After every real time, so that what has none comes last. */
export const AT_OR_LAST = `COALESCE("at", '~')`

/** Conditions after WHERE, or nothing. */
export const filterOf = (where: readonly Statement[]) =>
  where.length === 0 ? '' : ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}`

export const valuesOf = (where: readonly Statement[]) => where.flatMap(({ values }) => values)
