import 'server-only'
import type { Db } from './client'

/** Sums of what a run recorded beside its spend: `rows` is 0 when nothing was recorded, and then the rest means nothing. */

const count = (condition: string) => `COALESCE(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`
const sum = (column: string) => `COALESCE(SUM("${column}"), 0)`

async function oneRow(db: Db, sql: string, runId: string): Promise<Record<string, bigint>> {
  const [row] = await db.$queryRawUnsafe<Record<string, bigint>[]>(sql, runId)
  return row ?? {}
}

/** Phase6 sums of one run, as names to numbers. */
export async function phase6Sums(db: Db, runId: string): Promise<Record<string, bigint>> {
  return oneRow(
    db,
    `SELECT COUNT(*) AS "rows", ${count('"failureHardeningTriggered"')} AS "hardeningTriggered", ` +
      `${count('"doctorCallSkipped"')} AS "callsSkipped", ${sum('doctorTokensAvoidedEstimate')} AS "doctorTokens", ` +
      `${count('"intentionContextInjected"')} AS "injected", ${sum('intentionContextChars')} AS "contextChars", ` +
      `${count('"planNormalizationUsed"')} AS "normalized" FROM "Phase6Metric" WHERE "runId" = ?`,
    runId,
  )
}

/** How often each word occurs in a column of a run's metrics; at most 200 words, the most frequent. */
export async function wordCounts(
  db: Db,
  of: 'patterns' | 'outcomes',
  runId: string,
): Promise<{ word: string; rows: bigint }[]> {
  const [table, word, where] =
    of === 'patterns'
      ? ['Phase6Metric', '"failurePatternDetected"', 'AND "failurePatternDetected" IS NOT NULL']
      : ['TokenEfficiencyMetric', `COALESCE("phaseOutcome", 'UNKNOWN')`, '']
  return db.$queryRawUnsafe<{ word: string; rows: bigint }[]>(
    `SELECT ${word} AS "word", COUNT(*) AS "rows" FROM "${table}" WHERE "runId" = ? ${where} ` +
      `GROUP BY ${word} ORDER BY COUNT(*) DESC, 1 LIMIT 200`,
    runId,
  )
}

/** Token-efficiency sums of one run, as names to numbers. */
export async function efficiencySums(db: Db, runId: string): Promise<Record<string, bigint>> {
  return oneRow(
    db,
    `SELECT COUNT(*) AS "rows", ${sum('artifactSubstitutions')} AS "substitutions", ` +
      `${sum('tokensSavedArtifacts')} AS "tokens", ${sum('budgetUsed')} AS "used", ${sum('budgetCap')} AS "cap", ` +
      `${sum('filesKept')} AS "kept", ${sum('filesOmitted')} AS "omitted", ` +
      `${count(`"budgetMode" = 'semantic'`)} AS "semantic", ${count(`"budgetMode" = 'lexical'`)} AS "lexical" ` +
      `FROM "TokenEfficiencyMetric" WHERE "runId" = ?`,
    runId,
  )
}
