import 'server-only'
import { randomUUID } from 'node:crypto'
import type { AddBudgetInput, BudgetWire } from '@/lib/budgets/schema'
import { storedCap } from '@/lib/budgets/target-state'
import type { Context } from '@/lib/context'
import { toBudgetWire } from './budget-row'

/** Sets a cap. It stops nothing: Pitwall observes, and says where it was passed. */
export async function addBudget({ db, now }: Context, input: AddBudgetInput): Promise<BudgetWire> {
  const { scope, capTokens, capMicroUsd, system, project, jobId, runId, period, tz } = input
  const measure = capTokens === undefined ? 'dollars' : 'tokens'
  const row = await db.budget.create({
    data: {
      id: `bud_${now.getTime().toString(36)}_${randomUUID().slice(0, 8)}`,
      ...{ scope, measure, tz },
      cap: storedCap(measure, capTokens ?? capMicroUsd ?? 0),
      system: system ?? null,
      project: project ?? null,
      jobId: jobId ?? null,
      runId: runId ?? null,
      period: scope === 'project' ? (period ?? 'month') : null,
      createdAt: now.toISOString(),
    },
  })
  return toBudgetWire(row)
}
