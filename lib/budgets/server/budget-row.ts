import 'server-only'
import { BUDGET_PERIODS, BudgetScope, type BudgetWire } from '@/lib/budgets/schema'
import type { Budget } from '@/lib/db/generated/client'
import { toCount, toMicroUsd } from '@/lib/http/amounts'

/** A stored budget as it goes over the wire. */
export function toBudgetWire(row: Budget): BudgetWire {
  const measure = row.measure === 'tokens' ? 'tokens' : 'dollars'
  return {
    id: row.id,
    scope: BudgetScope.catch('run').parse(row.scope),
    measure,
    capTokens: measure === 'tokens' ? toCount(row.cap) : null,
    capMicroUsd: measure === 'dollars' ? toMicroUsd(row.cap) : null,
    system: row.system,
    project: row.project,
    jobId: row.jobId,
    runId: row.runId,
    period: BUDGET_PERIODS.find((period) => period === row.period) ?? null,
    tz: row.tz,
    createdAt: row.createdAt,
  }
}
