import 'server-only'
import type { Db } from './client'
import type { StoredPattern } from './pattern-list'

/** A stretch of a report: patterns seen in a window, with how often there. */
export interface SeenPattern {
  row: StoredPattern
  occurrences: number
}

/** Patterns with an occurrence in a window, the most urgent first. @param to end of the window, excluded */
export async function patternsInWindow(
  db: Db,
  window: { from: string; to: string; project?: string | undefined },
  limit: number,
): Promise<{ seen: SeenPattern[]; leftOut: number }> {
  const condition =
    `p."lastSeenAt" >= ? AND p."firstSeenAt" < ?` +
    (window.project === undefined ? '' : ` AND EXISTS (SELECT 1 FROM json_each(p."projects") j WHERE j.value = ?)`)
  const values = [window.from, window.to, ...(window.project === undefined ? [] : [window.project])]
  const rows = await db.$queryRawUnsafe<(StoredPattern & { here: bigint })[]>(
    `SELECT p.*, (SELECT COUNT(*) FROM "Failure" f WHERE f."patternId" = p."id" AND f."at" >= ? AND f."at" < ?) AS "here" ` +
      `FROM "Pattern" p WHERE ${condition} ORDER BY p."rank" DESC, p."lastSeenAt" DESC, p."id" DESC LIMIT ?`,
    ...[window.from, window.to, ...values, limit],
  )
  const [all] = await db.$queryRawUnsafe<{ n: bigint }[]>(
    `SELECT COUNT(*) AS "n" FROM "Pattern" p WHERE ${condition}`,
    ...values,
  )
  const seen = rows.map(({ here, ...row }) => ({ row, occurrences: Number(here) }))
  return { seen, leftOut: Math.max(0, Number(all?.n ?? 0) - rows.length) }
}

export interface TellingSession {
  id: string
  name: string | null
  project: string | null
  at: string | null
}

/** Sessions of work, or runs where there are none, in which a pattern was seen in a window; oldest first. */
export async function tellingSessions(
  db: Db,
  { from, to, project }: { from: string; to: string; project?: string | undefined },
  limit: number,
): Promise<TellingSession[]> {
  const rows = await db.$queryRawUnsafe<TellingSession[]>(
    `SELECT t."id", COALESCE(s."name", r."name") AS "name", COALESCE(s."project", r."project") AS "project", ` +
      `COALESCE(s."startedAt", NULLIF(r."beganAt", ''), t."firstAt") AS "at" FROM (SELECT "subjectId" AS "id", MIN("firstAt") AS "firstAt" ` +
      `FROM "PatternSubject" WHERE "kind" = 'telling' AND "lastAt" >= ? AND "firstAt" < ? GROUP BY "subjectId") t ` +
      `LEFT JOIN "Session" s ON s."id" = t."id" LEFT JOIN "Run" r ON r."id" = t."id" ` +
      `${project === undefined ? '' : 'WHERE COALESCE(s."project", r."project") = ? '}ORDER BY "at" DESC, t."id" DESC LIMIT ?`,
    ...[from, to, ...(project === undefined ? [] : [project]), limit],
  )
  return rows.reverse()
}

/** Patterns seen in one session, the most urgent first. */
export async function patternsInSession(db: Db, sessionId: string, limit: number) {
  const there = await db.patternSubject.findMany({ where: { kind: 'telling', subjectId: sessionId } })
  const rows = await db.pattern.findMany({
    where: { id: { in: there.map(({ patternId }) => patternId) } },
    orderBy: [{ rank: 'desc' }, { lastSeenAt: 'desc' }, { id: 'desc' }],
    take: limit,
  })
  const count = new Map(there.map(({ patternId, occurrences }) => [patternId, occurrences]))
  const seen = rows.map((row): SeenPattern => ({ row, occurrences: count.get(row.id) ?? 0 }))
  return { seen, leftOut: there.length - rows.length }
}

/** Numbers of the sessions of a project, in the order of their starts. */
export async function sessionNumbers(db: Db, project: string): Promise<Map<string, number>> {
  const rows = await db.$queryRawUnsafe<{ id: string; n: bigint }[]>(
    `SELECT "id", ROW_NUMBER() OVER (ORDER BY "startedAt", "id") AS "n" FROM "Session" WHERE "project" = ? AND "parentId" IS NULL`,
    project,
  )
  return new Map(rows.map(({ id, n }) => [id, Number(n)]))
}

/** The newest failures of a pattern in a window, with where they can be read. */
export async function reportEvidence(
  db: Db,
  patternId: string,
  within: { from: string; to: string } | { sessionId: string },
  limit: number,
) {
  const [condition, values] =
    'from' in within
      ? ['f."at" >= ? AND f."at" < ?', [within.from, within.to]]
      : ['(f."runId" = ? OR f."sessionId" = ?)', [within.sessionId, within.sessionId]]
  return db.$queryRawUnsafe<
    { at: string | null; message: string; path: string | null; ref: string | null; id: string | null }[]
  >(
    `SELECT f."at", substr(f."message", 1, 4000) AS "message", c."path", f."ref", COALESCE(f."entryId", f."runId", f."sessionId", f."id") AS "id" ` +
      `FROM "Failure" f LEFT JOIN "Content" c ON c."id" = f."contentId" WHERE f."patternId" = ? AND ${condition} ` +
      `ORDER BY f."at" DESC, f."id" DESC LIMIT ?`,
    ...[patternId, ...values, limit],
  )
}

/** Sessions of work in which a pattern was seen. */
export async function tellingsOf(db: Db, patternId: string, limit: number): Promise<string[]> {
  const rows = await db.patternSubject.findMany({
    where: { patternId, kind: 'telling' },
    orderBy: { lastAt: 'desc' },
    take: limit,
    select: { subjectId: true },
  })
  return rows.map(({ subjectId }) => subjectId)
}
