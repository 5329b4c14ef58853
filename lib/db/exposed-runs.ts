import 'server-only'
import { STATUSES, statusClass } from '@/lib/model/status'
import { type Db, writerOf } from './client'
import type { Row, SqlValue, Statement } from './upsert'

/** Runs that a rate is counted over: what more of them would say is no other. */
const RATE_RUNS_MAX = 1_000

/** A run that is over, in a place where a pattern used to occur. */
export interface ExposedRun {
  id: string
  endedAt: string
  /** Time of its last evidence. */
  last: string
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
 * occurred in phases, with a phase of such a type; where in commands, with such a tool.
 * @param page the first so many whose last evidence is not before a time
 */
export function exposedRuns(
  db: Db,
  patternId: string,
  window: Window,
  { after, limit }: { after: string; limit: number },
): ExposedRun[] {
  const read: Read = (sql, values) => writerOf(db).all(sql, values)
  const all = runsOf(read, patternId, { ...window, after })
  if (all === null) return []
  const rows = read(
    `SELECT x.*, r."data", s."data" AS "sessionData", ${IS_HIT} FROM (${all.sql} ORDER BY "last" LIMIT ?) x ` +
      `JOIN "Run" r ON r."id" = x."id" LEFT JOIN "Session" s ON s."id" = x."id"`,
    [patternId, ...all.values, limit],
  )
  return rows.map((row) => ({
    id: String(row['id']),
    endedAt: String(row['endedAt']),
    last: String(row['last']),
    data: String(row['data']),
    sessionData: row['sessionData'] as string | null,
    hit: Number(row['hit']) === 1,
  }))
}

/** The order in which runs ended. */
export const byEnd = (a: ExposedRun, b: ExposedRun): number =>
  a.endedAt === b.endedAt ? (a.id < b.id ? -1 : 1) : a.endedAt < b.endedAt ? -1 : 1

/**
 * How many such runs ended in a window, and how many of them met it; of very many, the last thousand.
 * @returns `from`: of those that were counted
 */
export function countExposed(
  db: Db,
  patternId: string,
  window: Window,
): { exposed: number; hit: number; from: string } {
  const read: Read = (sql, values) => writerOf(db).all(sql, values)
  const all = runsOf(read, patternId, { ...window, after: window.from })
  if (all === null) return { exposed: 0, hit: 0, from: window.from }
  const [row] = read(
    `SELECT COUNT(*) AS "exposed", SUM("hit") AS "hits", MIN("endedAt") AS "oldest" FROM ` +
      `(SELECT x."endedAt", ${IS_HIT} FROM (${all.sql} ORDER BY "last" DESC LIMIT ${RATE_RUNS_MAX}) x)`,
    [patternId, ...all.values],
  )
  const exposed = Number(row?.['exposed'] ?? 0)
  const isCut = exposed === RATE_RUNS_MAX
  return {
    exposed,
    hit: Number(row?.['hits'] ?? 0),
    from: isCut ? new Date(Date.parse(String(row?.['oldest'])) - 1).toISOString() : window.from,
  }
}

const IS_HIT = `EXISTS (SELECT 1 FROM "PatternSubject" p WHERE p."patternId" = ? AND p."kind" = 'run' AND p."subjectId" = x."id") AS "hit"`

/** All such runs, to be ordered by `last`; null when no run met the pattern. */
function runsOf(read: Read, patternId: string, { from, to, after }: Window & { after: string }): Statement | null {
  const scopes = scopesOf(read, patternId)
  if (scopes.length === 0) return null
  const like = placeCondition(read, patternId)
  const end = `COALESCE(r."endedAt", r."lastEvidenceAt")`
  const one =
    `SELECT r."id", r."lastEvidenceAt" AS "last", ${end} AS "endedAt" FROM "Run" r WHERE r."system" = ? AND r."project" IS ? ` +
    `AND r."lastEvidenceAt" >= ? AND r."statusDerived" IN (${OVER}) AND ${end} > ? AND ${end} <= ?${like.sql}`
  return {
    // A compound in order is merged from the index of each place: no more is read than is asked for.
    sql: scopes.map(() => one).join(' UNION ALL '),
    values: scopes.flatMap(({ system, project }) => [system, project, after, from, to, ...like.values]),
  }
}

type Read = (sql: string, values: SqlValue[]) => Row[]

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
