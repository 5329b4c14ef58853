import 'server-only'
import type { ListOccurrencesInput, SubjectPatternsInput } from '@/lib/patterns/schema'
import type { Db } from './client'
import { equals, keysetPage, readCursor, type SortOrder } from './keyset'
import type { StoredPattern } from './pattern-list'

/** An occurrence with the names of what it happened in. */
export interface OccurrenceRow extends Record<string, unknown> {
  id: string
  at: string | null
  system: string
  message: string
  runId: string | null
  runName: string | null
  phaseId: string | null
  phaseName: string | null
  sessionId: string | null
  entryId: string | null
  path: string | null
  ref: string | null
}

const NEWEST: SortOrder = {
  columns: [
    { name: 'at', sql: 'f."at"', kind: 'text' },
    { name: 'id', sql: 'f."id"', kind: 'text' },
  ],
  direction: 'DESC',
  nullable: true,
}

/** Occurrences of a pattern, the newest first; those without a time last. */
export function occurrencePage(db: Db, { id, limit, cursor, runId, sessionId }: ListOccurrencesInput) {
  return keysetPage<OccurrenceRow>(db, {
    select:
      'SELECT f."id", f."at", f."system", f."message", f."runId", r."name" AS "runName", f."phaseId", ' +
      'COALESCE(p."name", p."nativeId") AS "phaseName", f."sessionId", f."entryId", c."path", f."ref" FROM "Failure" f ' +
      'LEFT JOIN "Run" r ON r."id" = f."runId" LEFT JOIN "Phase" p ON p."id" = f."phaseId" ' +
      'LEFT JOIN "Content" c ON c."id" = f."contentId"',
    where: [
      { sql: 'f."patternId" = ?', values: [id] },
      ...equals('f."runId"', runId),
      ...equals('f."sessionId"', sessionId),
    ],
    order: NEWEST,
    after: readCursor(NEWEST, cursor),
    limit,
  })
}

/** Failures that only say that one of these happened before them. */
export async function echoesOf(db: Db, failureIds: readonly string[], limit: number) {
  if (failureIds.length === 0) return []
  return db.$queryRawUnsafe<{ id: string; at: string | null; message: string; firstCauseId: string }[]>(
    `SELECT "id", "at", substr("message", 1, 500) AS "message", "firstCauseId" FROM "Failure" ` +
      `WHERE "firstCauseId" IN (SELECT value FROM json_each(?)) ORDER BY "at", "id" LIMIT ?`,
    JSON.stringify(failureIds),
    limit,
  )
}

/** The heads of the newest messages of a pattern. */
export async function newestMessages(db: Db, patternId: string, limit: number): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ message: string }[]>(
    `SELECT substr("message", 1, 8000) AS "message" FROM "Failure" WHERE "patternId" = ? ORDER BY "at" DESC, "id" DESC LIMIT ?`,
    patternId,
    limit,
  )
  return rows.map(({ message }) => message)
}

/** Templates that share words with one: the candidates for those nearest to it. */
export async function templatesWith(db: Db, id: string, words: readonly string[], limit: number) {
  if (words.length === 0) return []
  const likes = words.map(() => `"template" LIKE ? ESCAPE '\\'`).join(' OR ')
  return db.$queryRawUnsafe<Pick<StoredPattern, 'id' | 'template' | 'title' | 'occurrences'>[]>(
    `SELECT "id", "template", "title", "occurrences" FROM "Pattern" WHERE "id" <> ? AND (${likes}) ` +
      `ORDER BY "occurrences" DESC, "id" LIMIT ?`,
    id,
    ...words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`),
    limit,
  )
}

export interface SubjectRow {
  kind: string
  subjectId: string
  name: string | null
  runId: string | null
  occurrences: number
  firstAt: string | null
  lastAt: string
}

const NAMES = {
  run: 'SELECT "name", NULL AS "runId" FROM "Run" WHERE "id" = s."subjectId"',
  session: 'SELECT "name", "runId" FROM "Session" WHERE "id" = s."subjectId"',
  phase: 'SELECT COALESCE("name", "nativeId") AS "name", "runId" FROM "Phase" WHERE "id" = s."subjectId"',
  job: 'SELECT "name", NULL AS "runId" FROM "Job" WHERE "id" = s."subjectId"',
} as const

/** The subjects of one kind in which a pattern was seen last. */
export async function subjectsOf(db: Db, patternId: string, kind: keyof typeof NAMES, limit: number) {
  const rows = await db.$queryRawUnsafe<(Omit<SubjectRow, 'name' | 'runId'> & { occurrences: bigint })[]>(
    `SELECT s."kind", s."subjectId", s."occurrences", s."firstAt", s."lastAt" FROM "PatternSubject" s ` +
      `WHERE s."patternId" = ? AND s."kind" = ? ORDER BY s."lastAt" DESC, s."subjectId" DESC LIMIT ?`,
    patternId,
    kind,
    limit,
  )
  const names = await db.$queryRawUnsafe<{ id: string; name: string | null; runId: string | null }[]>(
    `SELECT s."subjectId" AS "id", n."name", n."runId" FROM (SELECT value AS "subjectId" FROM json_each(?)) s ` +
      `JOIN (${NAMES[kind].replace('WHERE "id" = s."subjectId"', '').replace('SELECT ', 'SELECT "id", ')}) n ON n."id" = s."subjectId"`,
    JSON.stringify(rows.map(({ subjectId }) => subjectId)),
  )
  const byId = new Map(names.map((row) => [row.id, row]))
  return rows.map((row): SubjectRow => {
    const named = byId.get(row.subjectId)
    return { ...row, occurrences: Number(row.occurrences), name: named?.name ?? null, runId: named?.runId ?? null }
  })
}

/** The patterns of one run, session, phase or job, those with the most occurrences there first. */
export async function patternsOfSubject(db: Db, { kind, id, limit }: SubjectPatternsInput) {
  const there = await db.patternSubject.findMany({
    where: { kind, subjectId: id },
    orderBy: [{ occurrences: 'desc' }, { patternId: 'asc' }],
    take: limit,
  })
  const total = await db.patternSubject.count({ where: { kind, subjectId: id } })
  const rows = await db.pattern.findMany({ where: { id: { in: there.map(({ patternId }) => patternId) } } })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    total,
    items: there.flatMap((each) => {
      const row = byId.get(each.patternId)
      return row === undefined ? [] : [{ ...each, row }]
    }),
  }
}
