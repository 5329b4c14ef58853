import 'server-only'
import type { Db } from './client'
import { filterOf, valuesOf } from './job-scope'
import { inScope, type LedgerScope, METRIC_ROWS, PAIR_ROWS, runsInScope } from './ledger-scope'
import type { Statement } from './statement'

/** Sums of the ledgers of a scope: each is one statement, bounded by an index of the run or of the time. */

async function rowsOf<T>(db: Db, select: string, where: readonly Statement[], after = ''): Promise<T[]> {
  return db.$queryRawUnsafe<T[]>(`${select}${filterOf(where)}${after}`, ...valuesOf(where))
}

const literally = (sql: string): Statement => ({ sql, values: [] })
/** A call was skipped, and the source neither says what that saved nor where it would have known it from. */
const LACKS_ESTIMATE = 'm."doctorCallSkipped" AND m."estimateSource" IS NULL AND m."doctorTokensAvoidedEstimate" = 0'

export interface SkippedSums {
  rows: bigint
  runs: bigint
  callsSkipped: bigint
}

/** How many phases said whether a doctor call was skipped; `rows` of 0 means nobody said. */
export async function skippedSums(db: Db, scope: LedgerScope): Promise<SkippedSums> {
  const [row] = await rowsOf<SkippedSums>(
    db,
    `SELECT COUNT(*) AS "rows", COUNT(DISTINCT m."runId") AS "runs", ` +
      `COALESCE(SUM(CASE WHEN m."doctorCallSkipped" THEN 1 ELSE 0 END), 0) AS "callsSkipped" FROM "Phase6Metric" m`,
    inScope(METRIC_ROWS, scope),
  )
  return row ?? { rows: 0n, runs: 0n, callsSkipped: 0n }
}

export interface EstimateGroup {
  source: string | null
  phases: bigint
  samples: bigint
  tokens: bigint
}

/** Recorded estimates by where they came from. Rows that skipped no call and estimate nothing are no estimate. */
export function recordedEstimates(db: Db, scope: LedgerScope): Promise<EstimateGroup[]> {
  return rowsOf(
    db,
    `SELECT m."estimateSource" AS "source", COUNT(*) AS "phases", COALESCE(SUM(m."estimateCoverageN"), 0) AS "samples", ` +
      `COALESCE(SUM(m."doctorTokensAvoidedEstimate"), 0) AS "tokens" FROM "Phase6Metric" m`,
    [
      ...inScope(METRIC_ROWS, scope),
      literally('m."estimateSource" IS NOT NULL OR m."doctorTokensAvoidedEstimate" <> 0'),
    ],
    ' GROUP BY m."estimateSource" ORDER BY 1',
  )
}

/** Runs with skipped calls that lack an estimate, and how many each has. */
export function lackingEstimates(db: Db, scope: LedgerScope): Promise<{ runId: string; phases: bigint }[]> {
  return rowsOf(
    db,
    'SELECT m."runId" AS "runId", COUNT(*) AS "phases" FROM "Phase6Metric" m',
    [...inScope(METRIC_ROWS, scope), literally(LACKS_ESTIMATE)],
    ' GROUP BY m."runId" ORDER BY 1',
  )
}

export interface ArtifactSums {
  rows: bigint
  runs: bigint
  substitutions: bigint
  tokens: bigint
}

/** What substitutions left out of prompts; `rows` of 0 means nobody counted. */
export async function artifactSums(db: Db, scope: LedgerScope): Promise<ArtifactSums> {
  const [row] = await rowsOf<ArtifactSums>(
    db,
    `SELECT COUNT(*) AS "rows", COUNT(DISTINCT m."runId") AS "runs", ` +
      `COALESCE(SUM(m."artifactSubstitutions"), 0) AS "substitutions", ` +
      `COALESCE(SUM(m."tokensSavedArtifacts"), 0) AS "tokens" FROM "TokenEfficiencyMetric" m`,
    inScope(METRIC_ROWS, scope),
  )
  return row ?? { rows: 0n, runs: 0n, substitutions: 0n, tokens: 0n }
}

export interface PairSums {
  valid: bigint
  refused: bigint
  withoutDelta: bigint
  /** Over valid pairs that know it; null when none does. */
  tokens: bigint | null
  /** How many pairs that is a sum of. */
  summed: bigint
}

/** Pairs with a run in the scope, each once. */
export async function pairSums(db: Db, scope: LedgerScope): Promise<PairSums> {
  const of = (condition: string) => `COALESCE(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`
  const [row] = await rowsOf<PairSums>(
    db,
    `SELECT ${of('m."isValid"')} AS "valid", ${of('NOT m."isValid"')} AS "refused", ` +
      `${of('m."isValid" AND m."tokenDelta" IS NULL')} AS "withoutDelta", ` +
      `${of('m."isValid" AND m."tokenDelta" IS NOT NULL')} AS "summed", ` +
      `SUM(CASE WHEN m."isValid" THEN m."tokenDelta" END) AS "tokens" FROM "ABTestResult" m`,
    inScope(PAIR_ROWS, scope),
  )
  return row ?? { valid: 0n, refused: 0n, withoutDelta: 0n, tokens: null, summed: 0n }
}

/** How many runs of one system belong to the scope. */
export async function countRunsOf(db: Db, scope: LedgerScope, system: string): Promise<bigint> {
  const [row] = await rowsOf<{ runs: bigint }>(db, 'SELECT COUNT(*) AS "runs" FROM "Run" r', [
    ...runsInScope(scope),
    { sql: 'r."system" = ?', values: [system] },
  ])
  return row?.runs ?? 0n
}

/** On how many runs of the scope a flag stands, and how often. */
export async function flaggedRuns(
  db: Db,
  scope: LedgerScope,
  flag: 'split_invented' | 'doctor_flag_missing',
): Promise<{ runs: bigint; count: bigint }> {
  const [row] = await rowsOf<{ runs: bigint; count: bigint }>(
    db,
    'SELECT COUNT(*) AS "runs", COALESCE(SUM(f."count"), 0) AS "count" FROM "Run" r JOIN "RunFlag" f ON f."runId" = r."id"',
    [...runsInScope(scope), { sql: 'f."name" = ?', values: [flag] }],
  )
  return row ?? { runs: 0n, count: 0n }
}

/** Systems with sessions in the scope of which none recorded usage: nothing is known of what they spent. */
export function silentSystems(db: Db, scope: LedgerScope): Promise<{ system: string; runs: bigint }[]> {
  return rowsOf(
    db,
    'SELECT r."system" AS "system", COUNT(*) AS "runs" FROM "Run" r',
    runsInScope(scope),
    ' GROUP BY r."system" HAVING SUM(r."events") = 0 ORDER BY 1',
  )
}
