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

/**
 * Makes the days and subjects of patterns anew from their failures. Rows that stay as they are are not written: a pattern of
 * very many failures gets one more at the price of reading them.
 */
export function rollUpPatterns(patternIds: readonly string[]): Statement[] {
  const values = [JSON.stringify(patternIds)]
  const day = 'substr(f."at", 1, 10)'
  const days = [
    {
      sql:
        `INSERT INTO "PatternDay" ("patternId", "day", "occurrences", "runs") ` +
        `SELECT f."patternId", ${day}, COUNT(*), COUNT(DISTINCT COALESCE(f."runId", f."sessionId")) ` +
        `FROM "Failure" f WHERE ${OF_PATTERNS} AND f."at" IS NOT NULL GROUP BY 1, 2 ${unlessSame(['patternId', 'day'], ['occurrences', 'runs'])}`,
      values,
    },
    {
      sql:
        `DELETE FROM "PatternDay" WHERE "patternId" IN (SELECT value FROM json_each(?)) AND ("patternId", "day") ` +
        `NOT IN (SELECT f."patternId", ${day} FROM "Failure" f WHERE ${OF_PATTERNS} AND f."at" IS NOT NULL)`,
      values: [...values, ...values],
    },
  ]
  return [...days, ...Object.entries(SUBJECTS).flatMap(([kind, column]) => rollUpSubjects(kind, column, values))]
}

function rollUpSubjects(kind: string, column: string, values: string[]): Statement[] {
  const from =
    `FROM "Failure" f ${column.startsWith('r.') ? 'JOIN "Run" r ON r."id" = f."runId" ' : ''}` +
    `WHERE ${OF_PATTERNS} AND ${column} IS NOT NULL`
  return [
    {
      sql:
        `INSERT INTO "PatternSubject" ("patternId", "kind", "subjectId", "occurrences", "firstAt", "lastAt") ` +
        `SELECT f."patternId", '${kind}', ${column}, COUNT(*), MIN(f."at"), COALESCE(MAX(f."at"), '') ${from} ` +
        `GROUP BY 1, 3 ${unlessSame(['patternId', 'kind', 'subjectId'], ['occurrences', 'firstAt', 'lastAt'])}`,
      values,
    },
    {
      sql:
        `DELETE FROM "PatternSubject" WHERE "patternId" IN (SELECT value FROM json_each(?)) AND "kind" = '${kind}' ` +
        `AND ("patternId", "subjectId") NOT IN (SELECT f."patternId", ${column} ${from})`,
      values: [...values, ...values],
    },
  ]
}

const unlessSame = (key: readonly string[], columns: readonly string[]) =>
  `ON CONFLICT (${key.map((name) => `"${name}"`).join(', ')}) DO UPDATE SET ` +
  `${columns.map((name) => `"${name}" = excluded."${name}"`).join(', ')} ` +
  `WHERE ${columns.map((name) => `"${name}" IS NOT excluded."${name}"`).join(' OR ')}`
