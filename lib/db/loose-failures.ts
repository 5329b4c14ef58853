import 'server-only'
import type { Db } from './client'
import { writerOf } from './client'
import { type RowStatement, type Statement, upsert } from './upsert'

/** How long an echo may come behind what it is the echo of. */
export const ECHO_WITHIN_MS = 15 * 60_000

/** A failure that waits to be put into a pattern. */
export interface LooseFailure {
  id: string
  system: string
  message: string
  causeRule: string | null
  patternId: string | null
  runId: string | null
  sessionId: string | null
  at: string | null
}

/** Puts failures on the list of those to be grouped; goes into the transaction that wrote them. */
export const loosenFailures = (ids: readonly string[]): RowStatement[] =>
  upsert(
    'LooseFailure',
    ['failureId'],
    [...new Set(ids)].map((failureId) => ({ failureId, stage: 0 })),
    'replace',
  )

/** The next failures whose shape is to be found. */
export function looseFailures(db: Db, limit: number): LooseFailure[] {
  return writerOf(db).all(
    `SELECT f."id", f."system", f."message", f."causeRule", f."patternId", f."runId", f."sessionId", f."at" ` +
      `FROM "LooseFailure" l JOIN "Failure" f ON f."id" = l."failureId" WHERE l."stage" = 0 ORDER BY l."failureId" LIMIT ?`,
    [limit],
  ) as unknown as LooseFailure[]
}

/** An echo that waits for its first cause. */
export type LooseEcho = Pick<LooseFailure, 'id' | 'patternId' | 'runId' | 'sessionId' | 'at'> & {
  phaseId: string | null
  firstCauseId: string | null
}

/** The next echoes whose first cause is to be found. */
export function looseEchoes(db: Db, limit: number): LooseEcho[] {
  return writerOf(db).all(
    `SELECT f."id", f."patternId", f."runId", f."sessionId", f."phaseId", f."at", f."firstCauseId" ` +
      `FROM "LooseFailure" l JOIN "Failure" f ON f."id" = l."failureId" WHERE l."stage" = 1 ORDER BY l."failureId" LIMIT ?`,
    [limit],
  ) as unknown as LooseEcho[]
}

/**
 * The failure that an echo follows: the newest before it in its session, else in its phase of the run, whatever session did
 * the work; of an echo without a session the newest in its run, and in its phase where both name one.
 */
export function firstCauseOf(db: Db, echo: LooseEcho): string | null {
  const inSession = newestBefore(db, echo, 'sessionId', echo.sessionId)
  if (inSession !== null) return inSession
  return echo.sessionId === null || echo.phaseId !== null ? newestBefore(db, echo, 'runId', echo.runId) : null
}

function newestBefore(db: Db, echo: LooseEcho, column: 'sessionId' | 'runId', id: string | null): string | null {
  if (id === null || echo.at === null) return null
  const from = new Date(Date.parse(echo.at) - ECHO_WITHIN_MS).toISOString()
  const [row] = writerOf(db).all(
    `SELECT "id" FROM "Failure" WHERE "${column}" = ? AND "at" >= ? AND "at" <= ? AND "echo" = 0 ` +
      `AND "shapeId" IS NOT NULL AND "id" <> ? AND (? IS NULL OR "phaseId" IS NULL OR "phaseId" = ?) ` +
      `ORDER BY "at" DESC, "id" DESC LIMIT 1`,
    [id, from, echo.at, echo.id, echo.phaseId, echo.phaseId],
  )
  return row === undefined ? null : String(row['id'])
}

/** Echoes behind what was just written: their first cause may be it. */
export function loosenEchoesBehind(failures: readonly LooseFailure[]): Statement[] {
  const spans = new Map<string, { column: 'runId' | 'sessionId'; id: string; from: string; to: string }>()
  for (const { runId, sessionId, at } of failures) {
    for (const [column, id] of [['runId', runId] as const, ['sessionId', sessionId] as const]) {
      if (id === null || at === null) continue
      const known = spans.get(`${column} ${id}`)
      const [from, to] = [known && known.from < at ? known.from : at, known && known.to > at ? known.to : at]
      spans.set(`${column} ${id}`, { column, id, from, to })
    }
  }
  return [...spans.values()].map(({ column, id, from, to }) => ({
    sql:
      `INSERT INTO "LooseFailure" ("failureId", "stage") SELECT "id", 1 FROM "Failure" ` +
      `WHERE "${column}" = ? AND "at" >= ? AND "at" <= ? AND "echo" = 1 ON CONFLICT ("failureId") DO NOTHING`,
    values: [id, from, new Date(Date.parse(to) + ECHO_WITHIN_MS).toISOString()],
  }))
}

/** Failures that are gone wait for nothing. */
export const dropLostFailures = (): Statement => ({
  sql: 'DELETE FROM "LooseFailure" WHERE NOT EXISTS (SELECT 1 FROM "Failure" f WHERE f."id" = "LooseFailure"."failureId")',
  values: [],
})
