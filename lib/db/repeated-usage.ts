import 'server-only'
import { type Db, writerOf } from './client'

/** What rows of experiments say was spent, as a usage event is marked that was made of one. */
export const RESULT_ROW = 'result row'

/**
 * A result that is only a row, and the same item of the same job told by a whole session with the same tokens: the row is
 * a summary of it.
 */
const REPEATED =
  `FROM "ItemResult" a JOIN "ItemResult" b ON b."jobId" = a."jobId" AND b."itemKey" = a."itemKey" AND b."runId" <> a."runId" ` +
  `AND b."sessionId" IS NOT NULL AND b."total" = a."total" WHERE a."sessionId" IS NULL AND a."total" IS NOT NULL`

export interface RepeatedEvent {
  id: string
  quarter: string
  runId: string
}

/** Usage events of rows whose spending is counted with a session, among the given jobs. */
export function repeatedEvents(db: Db, jobIds: readonly string[]): RepeatedEvent[] {
  const rows = writerOf(db).all(
    `SELECT "id", "quarter", "runId" FROM "UsageEvent" u WHERE u."purposeRaw" = ? AND EXISTS ` +
      `(SELECT 1 ${REPEATED} AND a."runId" = u."runId" AND a."ref" = u."ref") AND u."runId" IN ` +
      `(SELECT r."runId" FROM "ItemResult" r WHERE r."jobId" IN (SELECT value FROM json_each(?)))`,
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
      `${REPEATED} AND a."runId" IN (SELECT value FROM json_each(?)) GROUP BY a."runId"`,
    [JSON.stringify(runIds)],
  )
  return new Map(
    rows.map((row) => [
      String(row['runId']),
      { rows: Number(row['rows']), tokens: BigInt(row['tokens'] as bigint), countedIn: String(row['countedIn']) },
    ]),
  )
}
