import 'server-only'
import { upperMedian } from '@/lib/ledger/doctor-estimate'
import type { Db } from './client'
import { filterOf, valuesOf } from './job-scope'
import { inScope, type LedgerScope, USAGE_ROWS } from './ledger-scope'
import type { Statement } from './statement'
import { inList } from './upsert'

/** Parts of what a scope spent that the token account does not tell apart. */

const RUNS_AT_ONCE = 500
/** Of more doctor calls the last so many say how large one is. */
const MEASURED_MAX = 10_000
const KNOWN: Statement = { sql: 'u."total" IS NOT NULL', values: [] }
/** By the index of doctor calls … */
const DOCTOR: Statement = { sql: 'u."doctor" = ?', values: [true] }
/** … and so that the index of the run is taken, where the question names runs. */
const BY_DOCTOR: Statement = { sql: 'CASE WHEN u."doctor" THEN 1 ELSE 0 END = 1', values: [] }
const doctorIn = (scope: LedgerScope) => ('runId' in scope || 'jobId' in scope ? BY_DOCTOR : DOCTOR)
const COUNTED = 'COUNT(*) AS "events", SUM(u."total") AS "tokens"'

export interface SpentPart {
  events: bigint
  /** Null: none of the events recorded any. */
  tokens: bigint | null
}

/** As a list, so that the index of the run is walked for the few runs without a row. */
const ORPHAN: Statement = { sql: 'u."runId" IN (SELECT "id" FROM "Run" WHERE NOT "hasRow")', values: [] }
const NOTHING: SpentPart = { events: 0n, tokens: null }

async function partOf(db: Db, where: readonly Statement[]): Promise<SpentPart> {
  const [row] = await db.$queryRawUnsafe<SpentPart[]>(
    `SELECT ${COUNTED} FROM "UsageEvent" u${filterOf(where)}`,
    ...valuesOf(where),
  )
  return row ?? NOTHING
}

/** The doctor's share: a part of what was spent, never beside it. */
export function doctorSpent(db: Db, scope: LedgerScope): Promise<SpentPart> {
  return partOf(db, [doctorIn(scope), ...inScope(USAGE_ROWS, scope)])
}

/** Usage that names a run of which there is no row, with how many such runs. */
export async function orphanSpent(db: Db, scope: LedgerScope): Promise<SpentPart & { runs: bigint }> {
  const where = inScope(USAGE_ROWS, scope)
  const [row] = await db.$queryRawUnsafe<(SpentPart & { runs: bigint })[]>(
    `SELECT ${COUNTED}, COUNT(DISTINCT u."runId") AS "runs" FROM "UsageEvent" u${filterOf([ORPHAN, ...where])}`,
    ...valuesOf(where),
  )
  return row ?? { ...NOTHING, runs: 0n }
}

/** Usage that names no run at all. */
export async function runlessSpent(db: Db, scope: LedgerScope): Promise<SpentPart> {
  if ('runId' in scope || 'jobId' in scope) return NOTHING
  const { project, system, ...window } = scope
  return partOf(db, [
    { sql: 'u."runId" IS NULL', values: [] },
    ...inScope(USAGE_ROWS, window),
    ...(system === undefined ? [] : [{ sql: 'u."system" = ?', values: [system] }]),
    ...(project === undefined
      ? []
      : [
          {
            sql: 'EXISTS (SELECT 1 FROM "Session" s WHERE s."id" = u."sessionId" AND s."project" = ?)',
            values: [project],
          },
        ]),
  ])
}

export interface RoleSpent extends SpentPart {
  role: string | null
  /** Events that recorded no tokens. */
  unknown: bigint
}

/** What each role spent in a run or job, the largest first. */
export function spentByRole(db: Db, scope: { runId: string } | { jobId: string }): Promise<RoleSpent[]> {
  const where = inScope(USAGE_ROWS, scope)
  return db.$queryRawUnsafe<RoleSpent[]>(
    `SELECT u."role" AS "role", ${COUNTED}, SUM(CASE WHEN u."total" IS NULL THEN 1 ELSE 0 END) AS "unknown" FROM "UsageEvent" u${filterOf(where)} ` +
      `GROUP BY u."role" ORDER BY COALESCE(SUM(u."total"), -1) DESC, 1 LIMIT 200`,
    ...valuesOf(where),
  )
}

export interface DoctorCallRow {
  runId: string | null
  tokens: bigint
}

const CALL = 'SELECT u."runId" AS "runId", u."total" AS "tokens" FROM "UsageEvent" u'

/** The last doctor calls of any run that recorded their tokens, the newest first. */
export function lastDoctorCalls(db: Db, limit: number): Promise<DoctorCallRow[]> {
  return db.$queryRawUnsafe<DoctorCallRow[]>(
    `${CALL}${filterOf([DOCTOR, KNOWN])} ORDER BY u."at" DESC, u."id" DESC LIMIT ?`,
    ...DOCTOR.values,
    limit,
  )
}

/** All doctor calls of some runs that recorded their tokens. */
export async function doctorCallsOf(db: Db, runIds: readonly string[]): Promise<DoctorCallRow[]> {
  const calls: DoctorCallRow[] = []
  for (let from = 0; from < runIds.length; from += RUNS_AT_ONCE) {
    const where = [inList('runId', runIds.slice(from, from + RUNS_AT_ONCE)), BY_DOCTOR, KNOWN]
    calls.push(...(await db.$queryRawUnsafe<DoctorCallRow[]>(`${CALL}${filterOf(where)}`, ...valuesOf(where))))
  }
  return calls
}

export interface DoctorMedian {
  calls: number
  /** The upper of the two middle values; null without a call. */
  median: bigint | null
}

/** How large the last doctor calls of a scope really were; of all runs without one. */
export async function measuredDoctorCalls(db: Db, scope: LedgerScope = {}): Promise<DoctorMedian> {
  const where = [doctorIn(scope), KNOWN, ...inScope(USAGE_ROWS, scope)]
  const rows = await db.$queryRawUnsafe<{ tokens: bigint }[]>(
    `SELECT u."total" AS "tokens" FROM "UsageEvent" u${filterOf(where)} ORDER BY u."at" DESC LIMIT ${MEASURED_MAX}`,
    ...valuesOf(where),
  )
  return { calls: rows.length, median: upperMedian(rows.map(({ tokens }) => tokens)) }
}
