import 'server-only'
import type { BudgetMeasure, BudgetScope } from '@/lib/budgets/schema'
import type { Used } from '@/lib/budgets/target-state'
import { type RunUse, runUses } from '@/lib/db/budget-sums'
import type { SqlReader } from '@/lib/db/sqlite-reader'
import { type AccountGroup, emptyGroup, foldGroups } from '@/lib/tokens/account'
import { TokensInput } from '@/lib/tokens/schema'
import { groupsOf } from '@/lib/tokens/server/get-token-account'

/** What is capped, and which of it is looked at. */
export interface UseQuestion {
  scope: BudgetScope
  measure: BudgetMeasure
  system?: string | undefined
  project?: string | undefined
  jobId?: string | undefined
  runId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  tz: string
}

/** An exact group of the token account as use of a cap. */
export function spendOf(group: AccountGroup, measure: BudgetMeasure): Used {
  return {
    target: group.keys[0] ?? null,
    amount: measure === 'tokens' ? group.sums.total : group.sums.costPico,
    events: group.events,
    unknown: measure === 'tokens' ? group.unknown : group.unpriced,
    isPartial: group.partial > 0n,
  }
}

/** All groups as one. */
export const wholeOf = (groups: readonly AccountGroup[], target: string | null): AccountGroup => ({
  ...(foldGroups(groups, () => [])[0] ?? emptyGroup([])),
  keys: [target],
})

/** What each run, job, project or day used. Runs come from their rows, the rest from roll-ups. */
export async function spendsOf(db: SqlReader, question: UseQuestion): Promise<(Used | RunUse)[]> {
  const { scope, measure, system, project, jobId, runId, from, to, tz } = question
  if (scope === 'run') return runUses(db, measure, { system, project, runId, from, to })
  const groups = await groupsOf(db, TokensInput.parse({ groupBy: scope, system, project, jobId, from, to, tz }))
  // What belongs to no job, no project or no day has no cap of its own.
  return groups.filter(({ keys: [key] }) => key !== null).map((group) => spendOf(group, measure))
}
