import 'server-only'
import { type Db, writerOf } from './client'

/** What rows of experiments say was spent, as a usage event is marked that was made of one. */
export const RESULT_ROW = 'result row'

/**
 * A result that is only a row (`a`), and the same item of the same job told by a whole session with the same tokens (`b`):
 * the row is a summary of it. Asked from the sessions of a job on, for a table of thousands of rows has none; COALESCE
 * keeps the planner from the index of sessions, where all rows without one stand together.
 */
const REPEATED =
  `FROM "ItemResult" b CROSS JOIN "ItemResult" a WHERE a."itemKey" = b."itemKey" AND a."jobId" = b."jobId" AND a."runId" <> b."runId" ` +
  `AND a."total" = b."total" AND COALESCE(a."sessionId", '') = '' AND COALESCE(b."sessionId", '') <> ''`

export interface RepeatedEvent {
  id: string
  quarter: string
  runId: string
}

/** Usage events of rows whose spending is counted with a session, among the given jobs. */
export function repeatedEvents(db: Db, jobIds: readonly string[]): RepeatedEvent[] {
  const rows = writerOf(db).all(
    `SELECT "id", "quarter", "runId" FROM "UsageEvent" WHERE "purposeRaw" = ? AND ("runId", "ref") IN ` +
      `(SELECT a."runId", a."ref" ${REPEATED} AND b."jobId" IN (SELECT value FROM json_each(?)))`,
    [RESULT_ROW, JSON.stringify(jobIds)],
  )
  return rows.map((row) => ({ id: String(row['id']), quarter: String(row['quarter']), runId: String(row['runId']) }))
}

export interface RepeatedRows {
  rows: number
  tokens: bigint
  /** One of the runs whose sessions count it. */
  countedIn: string
}

/** Per run, the rows that only repeat what sessions of other runs count. */
export function repeatedRows(db: Db, runIds: readonly string[]): Map<string, RepeatedRows> {
  const rows = writerOf(db).all(
    `SELECT a."runId" AS "runId", COUNT(DISTINCT a."id") AS "rows", SUM(a."total") AS "tokens", MIN(b."runId") AS "countedIn" ` +
      `${REPEATED} AND b."jobId" IN (SELECT r."jobId" FROM "Run" r WHERE r."id" IN (SELECT value FROM json_each(?))) ` +
      `AND a."runId" IN (SELECT value FROM json_each(?)) GROUP BY a."runId"`,
    [JSON.stringify(runIds), JSON.stringify(runIds)],
  )
  return new Map(
    rows.map((row) => [
      String(row['runId']),
      { rows: Number(row['rows']), tokens: BigInt(row['tokens'] as bigint), countedIn: String(row['countedIn']) },
    ]),
  )
}
