import 'server-only'
import type { Db } from './client'
import { filterOf, valuesOf } from './job-scope'
import { inScope, type LedgerScope, METRIC_ROWS, USAGE_ROWS } from './ledger-scope'

/** More skipped or real doctor calls than this are not drawn. */
export const CALLS_MAX = 50_000

export interface RecordedEstimate {
  at: string | null
  source: string | null
  tokens: bigint
}

/** Recorded estimates of a scope one by one, the newest first. */
export function estimatesInOrder(db: Db, scope: LedgerScope): Promise<RecordedEstimate[]> {
  const where = [...inScope(METRIC_ROWS, scope), { sql: 'm."doctorTokensAvoidedEstimate" > 0', values: [] }]
  return db.$queryRawUnsafe<RecordedEstimate[]>(
    `SELECT m."createdAt" AS "at", m."estimateSource" AS "source", m."doctorTokensAvoidedEstimate" AS "tokens" ` +
      `FROM "Phase6Metric" m${filterOf(where)} ORDER BY m."createdAt" DESC, m."id" LIMIT ${CALLS_MAX + 1}`,
    ...valuesOf(where),
  )
}

/** Doctor calls of a scope that recorded their tokens, the newest first. */
export function doctorCallsInOrder(db: Db, scope: LedgerScope): Promise<{ at: string | null; tokens: bigint }[]> {
  const where = [
    { sql: 'u."doctor" = ?', values: [true] },
    { sql: 'u."total" IS NOT NULL', values: [] },
    ...inScope(USAGE_ROWS, scope),
  ]
  return db.$queryRawUnsafe<{ at: string | null; tokens: bigint }[]>(
    `SELECT u."at" AS "at", u."total" AS "tokens" FROM "UsageEvent" u${filterOf(where)} ` +
      `ORDER BY u."at" DESC, u."id" LIMIT ${CALLS_MAX + 1}`,
    ...valuesOf(where),
  )
}
