import 'server-only'
import type { Statement } from './upsert'

/** Failures of the given patterns, as a list in JSON. */
const OF_PATTERNS = `f."patternId" IN (SELECT value FROM json_each(?))`

/** Which column names the subject of each kind; a telling is the session of work, or the run where there is none. */
const SUBJECTS: Readonly<Record<string, string>> = {
  run: 'f."runId"',
  session: 'f."sessionId"',
  phase: 'f."phaseId"',
  job: 'r."jobId"',
  telling: 'COALESCE(f."runId", f."sessionId")',
}

/** Makes the days and subjects of patterns anew from their failures. */
export function rollUpPatterns(patternIds: readonly string[]): Statement[] {
  const ids = JSON.stringify(patternIds)
  const clear = ['PatternDay', 'PatternSubject'].map((table) => ({
    sql: `DELETE FROM "${table}" WHERE "patternId" IN (SELECT value FROM json_each(?))`,
    values: [ids],
  }))
  const days = {
    sql:
      `INSERT INTO "PatternDay" ("patternId", "day", "occurrences", "runs") ` +
      `SELECT f."patternId", substr(f."at", 1, 10), COUNT(*), COUNT(DISTINCT COALESCE(f."runId", f."sessionId")) ` +
      `FROM "Failure" f WHERE ${OF_PATTERNS} AND f."at" IS NOT NULL GROUP BY 1, 2`,
    values: [ids],
  }
  const subjects = Object.entries(SUBJECTS).map(([kind, column]) => ({
    sql:
      `INSERT INTO "PatternSubject" ("patternId", "kind", "subjectId", "occurrences", "firstAt", "lastAt") ` +
      `SELECT f."patternId", '${kind}', ${column}, COUNT(*), MIN(f."at"), COALESCE(MAX(f."at"), '') FROM "Failure" f ` +
      `${column.startsWith('r.') ? 'JOIN "Run" r ON r."id" = f."runId" ' : ''}` +
      `WHERE ${OF_PATTERNS} AND ${column} IS NOT NULL GROUP BY 1, 3`,
    values: [ids],
  }))
  return [...clear, days, ...subjects]
}
