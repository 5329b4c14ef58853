import 'server-only'
import { type Db, writerOf } from './client'
import type { Row } from './upsert'

/** The usage events of the given ids, whole, as they stand. */
export function eventsOf(db: Db, ids: readonly string[]): Row[] {
  return writerOf(db).all(`SELECT * FROM "UsageEvent" WHERE "id" IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(ids),
  ])
}

/** Every session's copies of the given responses. */
export function copiesOf(db: Db, eventIds: readonly string[]): Row[] {
  return writerOf(db).all(`SELECT * FROM "UsageCopy" WHERE "eventId" IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(eventIds),
  ])
}

export interface HolderRow {
  eventId: string
  sessionId: string
  copyId: string
  kept: boolean
  firstAt: string | null
  openedAt: string | null
  runId: string | null
  role: string | null
  /** The session and run the response is booked on now. */
  bookedSession: string | null
  quarter: string
}

/** Who holds the responses that the given sessions share with others: every holder of each of them. */
export function sharedHolders(db: Db, sessionIds: readonly string[]): HolderRow[] {
  const rows = writerOf(db).all(
    `SELECT c."eventId", c."sessionId", c."id" AS "copyId", c."kept", s."firstAt", s."openedAt", s."runId", s."role", ` +
      `e."sessionId" AS "bookedSession", e."quarter" ` +
      `FROM "UsageCopy" c JOIN "UsageEvent" e ON e."id" = c."eventId" LEFT JOIN "Session" s ON s."id" = c."sessionId" ` +
      `WHERE e."copies" > 1 AND c."eventId" IN ` +
      `(SELECT "eventId" FROM "UsageCopy" WHERE "sessionId" IN (SELECT value FROM json_each(?))) ORDER BY c."eventId", c."sessionId"`,
    [JSON.stringify(sessionIds)],
  )
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return rows.map((row) => ({
    eventId: String(row['eventId']),
    sessionId: String(row['sessionId']),
    copyId: String(row['copyId']),
    kept: Number(row['kept']) === 1,
    firstAt: text(row['firstAt']),
    openedAt: text(row['openedAt']),
    runId: text(row['runId']),
    role: text(row['role']),
    bookedSession: text(row['bookedSession']),
    quarter: String(row['quarter']),
  }))
}
