import 'server-only'
import type { Cause } from '@/lib/model/status'
import { type Db, writerOf } from './client'
import type { Row } from './upsert'

/** A pattern that is to be derived anew. */
export interface DirtyPattern {
  patternId: string
  mark: string
}

/** The next patterns of the list. */
export function dirtyPatterns(db: Db, limit: number): DirtyPattern[] {
  return writerOf(db).all('SELECT "patternId", "mark" FROM "DirtyPattern" ORDER BY "patternId" LIMIT ?', [
    limit,
  ]) as unknown as DirtyPattern[]
}

/** Patterns that time alone may have changed. */
export const duePatterns = (db: Db, now: string): string[] =>
  writerOf(db)
    .all('SELECT "id" FROM "Pattern" WHERE "dueAt" <= ? LIMIT 10000', [now])
    .map((row) => String(row['id']))

/** What the failures of a pattern come to. */
export interface PatternCounts {
  occurrences: number
  timeless: number
  firstSeenAt: string | null
  lastSeenAt: string | null
  runs: number
  sessions: number
  phases: number
  tellings: number
  systems: string[]
  projects: string[]
  signatures: string[]
  /** The newest. */
  failureId: string
}

const SIGNATURES_MAX = 20
const SCOPES_MAX = 50

/** Counts of a pattern; null when it has no failure. Its subjects must have been made before. */
export function patternCounts(db: Db, id: string): PatternCounts | null {
  const read = (sql: string, ...values: string[]) => writerOf(db).all(sql, [id, ...values])
  const [all] = read(
    `SELECT COUNT(*) AS "occurrences", COUNT(*) - COUNT("at") AS "timeless", MIN("at") AS "first", MAX("at") AS "last" ` +
      `FROM "Failure" WHERE "patternId" = ?`,
  )
  const [newest] = read('SELECT "id" FROM "Failure" WHERE "patternId" = ? ORDER BY "at" DESC, "id" DESC LIMIT 1')
  if (!all || !newest) return null
  const kinds = read('SELECT "kind", COUNT(*) AS "n" FROM "PatternSubject" WHERE "patternId" = ? GROUP BY "kind"')
  const counted = new Map(kinds.map((row) => [String(row['kind']), Number(row['n'])]))
  const texts = (sql: string) => read(sql).map((row) => String(row['text']))
  return {
    occurrences: Number(all['occurrences']),
    timeless: Number(all['timeless']),
    firstSeenAt: all['first'] as string | null,
    lastSeenAt: all['last'] as string | null,
    runs: counted.get('run') ?? 0,
    sessions: counted.get('session') ?? 0,
    phases: counted.get('phase') ?? 0,
    tellings: counted.get('telling') ?? 0,
    systems: texts(`SELECT DISTINCT "system" AS "text" FROM "Failure" WHERE "patternId" = ? ORDER BY 1`),
    projects: texts(
      // A session that belongs to no run still works at a project.
      `SELECT DISTINCT COALESCE(r."project", c."project") AS "text" FROM "PatternSubject" s ` +
        `LEFT JOIN "Run" r ON s."kind" = 'run' AND r."id" = s."subjectId" ` +
        `LEFT JOIN "Session" c ON s."kind" = 'session' AND c."id" = s."subjectId" WHERE s."patternId" = ? ` +
        `AND s."kind" IN ('run', 'session') AND COALESCE(r."project", c."project") IS NOT NULL ORDER BY 1 LIMIT ${SCOPES_MAX}`,
    ),
    signatures: texts(
      `SELECT DISTINCT "autopackSignature" AS "text" FROM "Failure" WHERE "patternId" = ? ` +
        `AND "autopackSignature" IS NOT NULL ORDER BY 1 LIMIT ${SIGNATURES_MAX}`,
    ),
    failureId: String(newest['id']),
  }
}

/** What the failures of a pattern are, with how often. */
export function patternCauses(db: Db, id: string): { rule: string | null; cause: Cause; count: number }[] {
  const rows = writerOf(db).all(
    // The entry's id stands before the words that decided.
    `SELECT substr("causeRule", 1, instr("causeRule" || ':', ':') - 1) AS "rule", "cause", COUNT(*) AS "count" ` +
      `FROM "Failure" WHERE "patternId" = ? GROUP BY 1, 2`,
    [id],
  )
  return rows.map((row) => ({
    rule: row['rule'] as string | null,
    cause: row['cause'] as Cause,
    count: Number(row['count']),
  }))
}

/** Occurrences by day from a day on. */
export function patternDays(db: Db, id: string, from: string): { day: string; occurrences: number }[] {
  const rows = writerOf(db).all(
    'SELECT "day", "occurrences" FROM "PatternDay" WHERE "patternId" = ? AND "day" >= ? ORDER BY "day"',
    [id, from],
  )
  return rows.map((row) => ({ day: String(row['day']), occurrences: Number(row['occurrences']) }))
}

/** The template of a pattern and what an operator's rule says of it; of a merged one, that of the pattern it went into. */
export function patternTemplate(db: Db, id: string): { templates: string[]; ruleIds: string[] } {
  const rows = writerOf(db).all(
    'SELECT DISTINCT "template", "ruleId" FROM "PatternShape" WHERE "patternId" = ? AND "template" IS NOT NULL ORDER BY 1, 2',
    [id],
  )
  return {
    templates: [...new Set(rows.map((row) => String(row['template'])))],
    ruleIds: rows.flatMap((row) => (row['ruleId'] === null ? [] : [String(row['ruleId'])])),
  }
}

/** The moves of operators on a pattern, in the order in which they were made. */
export const patternMoves = (db: Db, id: string): Row[] =>
  writerOf(db).all('SELECT * FROM "PatternMove" WHERE "patternId" = ? ORDER BY "at", "id"', [id])

/** The first occurrence, and all from a time on; "" stands for a time that is not known, and is before all others. */
export function patternOccurrences(db: Db, id: string, from: string | null) {
  const columns = `"id", COALESCE("at", '') AS "at", "runId"`
  const first = writerOf(db).all(`SELECT ${columns} FROM "Failure" WHERE "patternId" = ? ORDER BY "at", "id" LIMIT 1`, [
    id,
  ])
  const later =
    from === null
      ? []
      : writerOf(db).all(`SELECT ${columns} FROM "Failure" WHERE "patternId" = ? AND "at" >= ? ORDER BY "at", "id"`, [
          ...[id, from],
        ])
  const known = new Set(later.map((row) => row['id']))
  return [...first.filter((row) => !known.has(row['id'])), ...later].map((row) => ({
    id: String(row['id']),
    at: String(row['at']),
    runId: row['runId'] as string | null,
  }))
}
