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
  shapeId: string | null
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
    `SELECT f."id", f."system", f."message", f."causeRule", f."shapeId", f."patternId", f."runId", f."sessionId", f."at" ` +
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

const LOOSEN_ECHOES = `INSERT INTO "LooseFailure" ("failureId", "stage") SELECT "id", 1 FROM "Failure" WHERE`

/**
 * Echoes whose first cause may have changed with what was just written: those behind it in its session or run, and those
 * that pointed to it when it stood elsewhere.
 */
export function loosenEchoesBehind(failures: readonly LooseFailure[]): Statement[] {
  const spans = [
    ...spansOf(failures, ({ sessionId }) => sessionId).map((span) => ({ ...span, of: '"sessionId" = ?' })),
    ...spansOf(failures, ({ runId }) => runId).map((span) => ({ ...span, of: '"runId" = ?' })),
  ]
  return [
    ...spans.map(({ of, id, from, to }) => ({
      sql: `${LOOSEN_ECHOES} ${of} AND "at" >= ? AND "at" <= ? AND "echo" = 1 ON CONFLICT ("failureId") DO NOTHING`,
      values: [id, from, new Date(Date.parse(to) + ECHO_WITHIN_MS).toISOString()],
    })),
    {
      sql: `${LOOSEN_ECHOES} "firstCauseId" IN (SELECT value FROM json_each(?)) ON CONFLICT ("failureId") DO NOTHING`,
      values: [JSON.stringify(failures.map(({ id }) => id))],
    },
  ]
}

/** From the first to the last failure of each session or run. */
function spansOf(failures: readonly LooseFailure[], idOf: (failure: LooseFailure) => string | null) {
  const spans = new Map<string, { id: string; from: string; to: string }>()
  for (const failure of failures) {
    const [id, { at }] = [idOf(failure), failure]
    if (id === null || at === null) continue
    const known = spans.get(id) ?? { from: at, to: at }
    const [from = at, , to = at] = [known.from, at, known.to].sort()
    spans.set(id, { id, from, to })
  }
  return [...spans.values()]
}

/** Failures that are gone wait for nothing. */
export const dropLostFailures = (): Statement => ({
  sql: 'DELETE FROM "LooseFailure" WHERE NOT EXISTS (SELECT 1 FROM "Failure" f WHERE f."id" = "LooseFailure"."failureId")',
  values: [],
})
