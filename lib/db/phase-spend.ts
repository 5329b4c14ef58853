import 'server-only'
import type { Db } from './client'
import type { PhaseUsage } from './run-parts'

export interface PhaseSpend extends Omit<PhaseUsage, 'phaseId'> {
  /** Null: spend that names no phase. */
  phaseId: string | null
  /** Events that record no tokens, or only a part of them. */
  incomplete: bigint
}

/** All that a run spent, by phase: its rows add up to the run, because they are read in one statement. */
export async function spendByPhase(db: Db, runId: string): Promise<PhaseSpend[]> {
  return db.$queryRawUnsafe<PhaseSpend[]>(
    `SELECT "phaseId", SUM("total") AS "tokens", SUM("costPico") AS "costPico", COUNT(*) AS "events", ` +
      `SUM(CASE WHEN "costPico" IS NULL THEN 1 ELSE 0 END) AS "unpriced", ` +
      `SUM(CASE WHEN "lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "partial", ` +
      `SUM(CASE WHEN "total" IS NULL OR "lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "incomplete", ` +
      `MIN("at") AS "first", MAX("at") AS "last" FROM "UsageEvent" WHERE "runId" = ? GROUP BY "phaseId" ORDER BY "phaseId"`,
    runId,
  )
}
