import 'server-only'
import { STATUSES, statusClass } from '@/lib/model/status'
import { type Db, writerOf } from './client'
import type { SqlValue } from './upsert'

/** Runs that are looked at for one pattern. A fix that so many runs did not meet is settled long before. */
const RUNS_MAX = 5_000

/** A run that is over, in a place where a pattern used to occur. */
export interface ExposedRun {
  id: string
  endedAt: string
  data: string
  sessionData: string | null
  hit: boolean
}

const OVER = STATUSES.filter((status) => statusClass(status) !== 'open' && status !== 'unknown')
  .map((status) => `'${status}'`)
  .join(', ')

/** Excluded at its start, included at its end. */
interface Window {
  from: string
  to: string
}

/**
 * Runs that could have met a pattern and ended in a window: of the same system and project as runs that met it and, where it
 * occurred in phases, with a phase of such a type; where in commands, with such a tool. Of very many, those that ended first.
 */
export function exposedRuns(db: Db, patternId: string, window: Window): ExposedRun[] {
  const read = (sql: string, values: SqlValue[]) => writerOf(db).all(sql, values)
  const { sql: like, values: likeValues } = placeCondition(read, patternId)
  const runs = scopesOf(read, patternId).flatMap(({ system, project }) =>
    read(
      `SELECT r."id", COALESCE(r."endedAt", r."lastEvidenceAt") AS "endedAt", r."data", s."data" AS "sessionData", ` +
        `EXISTS (SELECT 1 FROM "PatternSubject" p WHERE p."patternId" = ? AND p."kind" = 'run' AND p."subjectId" = r."id") AS "hit" ` +
        `FROM "Run" r LEFT JOIN "Session" s ON s."id" = r."id" ` +
        `WHERE r."system" = ? AND r."lastEvidenceAt" > ? AND r."project" IS ? AND r."statusDerived" IN (${OVER})${like} ` +
        `ORDER BY r."lastEvidenceAt", r."id" LIMIT ${RUNS_MAX}`,
      [patternId, system, window.from, project, ...likeValues],
    ),
  )
  return runs
    .map((row) => ({
      id: String(row['id']),
      endedAt: String(row['endedAt']),
      data: String(row['data']),
      sessionData: row['sessionData'] as string | null,
      hit: Number(row['hit']) === 1,
    }))
    .filter(({ endedAt }) => endedAt > window.from && endedAt <= window.to)
    .sort((a, b) => (a.endedAt === b.endedAt ? (a.id < b.id ? -1 : 1) : a.endedAt < b.endedAt ? -1 : 1))
}

/** How many such runs ended in a window, and how many of them met it. */
export function countExposed(db: Db, patternId: string, window: Window): { exposed: number; hit: number } {
  const read = (sql: string, values: SqlValue[]) => writerOf(db).all(sql, values)
  const { sql: like, values: likeValues } = placeCondition(read, patternId)
  const ended = `COALESCE(r."endedAt", r."lastEvidenceAt")`
  const over = `r."lastEvidenceAt" > ? AND r."statusDerived" IN (${OVER}) AND ${ended} > ? AND ${ended} <= ?${like}`
  const inWindow = [window.from, window.from, window.to, ...likeValues]
  const count = (sql: string, values: SqlValue[]) =>
    Number(read(`SELECT COUNT(*) AS "n" FROM ${sql}`, values)[0]?.['n'])
  const exposed = scopesOf(read, patternId).map(({ system, project }) =>
    count(`"Run" r WHERE r."system" = ? AND r."project" IS ? AND ${over}`, [system, project, ...inWindow]),
  )
  const met = `"PatternSubject" s JOIN "Run" r ON r."id" = s."subjectId" WHERE s."patternId" = ? AND s."kind" = 'run'`
  return {
    exposed: exposed.reduce((all, n) => all + n, 0),
    hit: count(`${met} AND ${over}`, [patternId, ...inWindow]),
  }
}

type Read = (sql: string, values: SqlValue[]) => Record<string, SqlValue>[]

/** Where runs met it. */
const scopesOf = (read: Read, patternId: string) =>
  read(
    `SELECT DISTINCT r."system", r."project" FROM "PatternSubject" s JOIN "Run" r ON r."id" = s."subjectId" ` +
      `WHERE s."patternId" = ? AND s."kind" = 'run' LIMIT 50`,
    [patternId],
  ).map((row) => ({ system: row['system'] ?? null, project: row['project'] ?? null }))

/** The phase types, else the tools, in which the pattern occurred: a run without any of them could not meet it. */
function placeCondition(read: Read, patternId: string): { sql: string; values: string[] } {
  const types = read(
    `SELECT DISTINCT p."phaseType" AS "name" FROM "PatternSubject" s JOIN "Phase" p ON p."id" = s."subjectId" ` +
      `WHERE s."patternId" = ? AND s."kind" = 'phase' LIMIT 50`,
    [patternId],
  ).map((row) => row['name'])
  // A phase whose type was not recorded could be of any.
  if (types.length > 0 && types.every((type) => type !== null))
    return {
      sql: ` AND EXISTS (SELECT 1 FROM "Phase" p WHERE p."runId" = r."id" AND p."phaseType" IN (SELECT value FROM json_each(?)))`,
      values: [JSON.stringify(types)],
    }
  if (types.length > 0) return { sql: '', values: [] }
  const tools = read(
    `SELECT DISTINCT COALESCE(c."tool", e."tool") AS "name" FROM (SELECT "entryId" FROM "Failure" ` +
      `WHERE "patternId" = ? AND "entryId" IS NOT NULL ORDER BY "at" DESC LIMIT 200) f ` +
      `JOIN "Entry" e ON e."id" = f."entryId" LEFT JOIN "Entry" c ON c."sessionId" = e."sessionId" ` +
      `AND c."callId" = e."callId" AND c."kind" = 'tool_call' LIMIT 20`,
    [patternId],
  ).map((row) => row['name'])
  if (tools.length === 0 || tools.some((tool) => tool === null)) return { sql: '', values: [] }
  return {
    sql:
      ` AND EXISTS (SELECT 1 FROM "Session" t JOIN "Entry" e ON e."sessionId" = t."id" ` +
      `WHERE t."runId" = r."id" AND e."tool" IN (SELECT value FROM json_each(?)))`,
    values: [JSON.stringify(tools)],
  }
}
