import 'server-only'
import type { Usage } from '@/lib/model/usage'
import type { Db } from './client'
import type { Phase } from './generated/client'

/** Parts of one run that are sums or joins: each is one statement, however large the run is. */

/** A run of more phases is cut; its counts beside the list still say how many there are. */
const PHASES_MAX = 10_000
const DOCTOR_POINTS_MAX = 5_000

export interface PhaseWithTier extends Phase {
  tierNativeId: string | null
  tierName: string | null
  tierStatusRaw: string | null
  tierRunId: string | null
}

/** Phases in the order of the source, each with its tier, which may belong to another run. */
export async function phasesOfRun(db: Db, runId: string): Promise<PhaseWithTier[]> {
  return db.$queryRawUnsafe<PhaseWithTier[]>(
    `SELECT p.*, t."nativeId" AS "tierNativeId", t."name" AS "tierName", t."statusRaw" AS "tierStatusRaw", ` +
      `t."runId" AS "tierRunId" FROM "Phase" p LEFT JOIN "Tier" t ON t."id" = p."tierId" ` +
      `WHERE p."runId" = ? ORDER BY CASE WHEN p."index" IS NULL THEN 1 ELSE 0 END, p."index", p."id" LIMIT ?`,
    runId,
    PHASES_MAX,
  )
}

const SUMS = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning', 'unsplit', 'total']
  .map((name) => `SUM("${name}") AS "${name}"`)
  .join(', ')

interface UsageSums extends Usage {
  costPico: bigint | null
  events: bigint
  unpriced: bigint
  /** Events of which only a part was recorded. */
  partial: bigint
}

const COUNTS =
  `SUM("costPico") AS "costPico", COUNT(*) AS "events", ` +
  `SUM(CASE WHEN "costPico" IS NULL THEN 1 ELSE 0 END) AS "unpriced", ` +
  `SUM(CASE WHEN "lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "partial"`

export interface UsageByModel extends UsageSums {
  model: string | null
  role: string | null
  provider: string | null
}

/** What a run used, by model, role and provider; the largest first. */
export async function usageByModel(db: Db, runId: string): Promise<UsageByModel[]> {
  return db.$queryRawUnsafe<UsageByModel[]>(
    `SELECT "model", "role", "provider", ${SUMS}, ${COUNTS} FROM "UsageEvent" WHERE "runId" = ? ` +
      `GROUP BY "model", "role", "provider" ORDER BY SUM("total") DESC, "model", "role", "provider" LIMIT 500`,
    runId,
  )
}

export interface PhaseUsage {
  phaseId: string
  tokens: bigint | null
  costPico: bigint | null
  unpriced: bigint
  /** Events of which only a part was recorded. */
  partial: bigint
  events: bigint
  first: string | null
  last: string | null
}

export async function usageByPhase(db: Db, runId: string): Promise<PhaseUsage[]> {
  return db.$queryRawUnsafe<PhaseUsage[]>(
    `SELECT "phaseId", SUM("total") AS "tokens", SUM("costPico") AS "costPico", COUNT(*) AS "events", ` +
      `SUM(CASE WHEN "costPico" IS NULL THEN 1 ELSE 0 END) AS "unpriced", ` +
      `SUM(CASE WHEN "lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "partial", MIN("at") AS "first", MAX("at") AS "last" ` +
      `FROM "UsageEvent" WHERE "runId" = ? AND "phaseId" IS NOT NULL GROUP BY "phaseId" ORDER BY "phaseId" LIMIT ?`,
    runId,
    PHASES_MAX * 2,
  )
}

/** When the doctor was called in each phase; by the index of the run, not by that of doctor calls. */
export async function doctorCalls(db: Db, runId: string): Promise<{ phaseId: string; at: string }[]> {
  return db.$queryRawUnsafe<{ phaseId: string; at: string }[]>(
    `SELECT "phaseId", "at" FROM "UsageEvent" WHERE "runId" = ? AND CASE WHEN "doctor" THEN 1 ELSE 0 END = 1 ` +
      `AND "at" IS NOT NULL AND "phaseId" IS NOT NULL ORDER BY "at", "id" LIMIT ?`,
    runId,
    DOCTOR_POINTS_MAX,
  )
}

export interface AttemptSums {
  attempts: bigint
  failed: bigint
  failedTokens: bigint | null
}

export async function attemptSums(db: Db, runId: string): Promise<AttemptSums> {
  const [row] = await db.$queryRawUnsafe<AttemptSums[]>(
    `SELECT COUNT(*) AS "attempts", COALESCE(SUM(CASE WHEN "outcome" = 'failed' THEN 1 ELSE 0 END), 0) AS "failed", ` +
      `SUM(CASE WHEN "outcome" = 'failed' THEN "tokens" END) AS "failedTokens" FROM "Attempt" WHERE "runId" = ?`,
    runId,
  )
  return row ?? { attempts: 0n, failed: 0n, failedTokens: null }
}

export interface ConflictGroup {
  system: string
  status: string
  statusDerived: string
  runs: bigint
}

/** In which ways runs contradict their evidence, and how many do; of one instance, or of all. */
export async function conflictGroups(db: Db, instanceId: string | null): Promise<ConflictGroup[]> {
  return db.$queryRawUnsafe<ConflictGroup[]>(
    `SELECT "system", "status", "statusDerived", COUNT(*) AS "runs" FROM "Run" WHERE "conflict" = ?` +
      `${instanceId === null ? '' : ' AND "instanceId" = ?'} GROUP BY "system", "status", "statusDerived" ORDER BY 1, 2, 3`,
    true,
    ...(instanceId === null ? [] : [instanceId]),
  )
}
