import 'server-only'
import { filterText } from '@/lib/campaigns/filter-text'
import { knownCost, knownTokens } from '@/lib/campaigns/known-sum'
import { CAMPAIGN_RUNS_MAX, type CampaignPlan, type PlanRun, type RunFilter } from '@/lib/campaigns/schema'
import type { Context } from '@/lib/context'
import { toCountOrNull } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import { toStatus } from '@/lib/model/status'
import { stableHash } from '@/lib/sources/stable-hash'
import { LOOKED_AT_MAX, type PlannedRun, planRuns } from './plan-runs'

/** Lines of what is left out; how many there are is counted. */
const OUT_MAX = 500
const LINE_TEXT_MAX = 1_500

/** What a campaign of these runs would be: which runs, which not and why, and what they had spent. Nothing is kept. */
export async function planCampaign({ db }: Context, filter: RunFilter): Promise<CampaignPlan> {
  const { matched, runs, isCut } = await planRuns(db, filter)
  const eligible = runs.filter(({ reason }) => reason === null)
  const out = runs.filter(({ reason }) => reason !== null)
  return capTexts(
    {
      ...{ filter: filterText(filter), matched, limit: CAMPAIGN_RUNS_MAX },
      ...{ eligible: eligible.length, leftOut: out.length },
      ...spentBy(eligible),
      causes: tally(eligible.map(({ cause }) => cause)).map(([cause, count]) => ({ cause, runs: count })),
      reasons: tally(out.flatMap(({ reason }) => reason ?? [])).map(([reason, count]) => ({ reason, runs: count })),
      notes: tally(eligible.flatMap(({ notes }) => notes)).map(([note, count]) => ({ note, runs: count })),
      refusal: refusalOf(runs.length, eligible.length, isCut),
      planHash: planHashOf(eligible),
      runs: eligible.slice(0, CAMPAIGN_RUNS_MAX).map(toLine),
      out: out.slice(0, OUT_MAX).map(toLine),
    },
    LINE_TEXT_MAX,
  )
}

/** Equal for equal runs in equal states: what was seen is what is made. */
export const planHashOf = (eligible: readonly PlannedRun[]): string =>
  stableHash(eligible.flatMap(({ row, cause }) => [row.id, row.status, row.statusDerived, cause]))

export const spentBy = (runs: readonly PlannedRun[]) => ({
  tokens: knownTokens(runs.map(({ row }) => row.usageTotal)),
  costMicroUsd: knownCost(runs.map(({ row }) => row.costPico)),
})

/** Why no campaign can be made; null when one can. */
export function refusalOf(found: number, eligible: number, isCut: boolean): string | null {
  const most = (count: number) => count.toLocaleString('en-US')
  if (isCut) return `More than ${most(LOOKED_AT_MAX)} runs match: narrow the filter`
  if (eligible > CAMPAIGN_RUNS_MAX)
    return `${most(eligible)} runs can be replayed, a campaign takes at most ${most(CAMPAIGN_RUNS_MAX)}: narrow the filter`
  if (eligible > 0) return null
  return found === 0 ? 'No run matches the filter' : 'None of the runs that match can be replayed'
}

/** How often each occurs, the most frequent first. */
export function tally<T extends string | null>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || ((a ?? '') < (b ?? '') ? -1 : 1))
}

function toLine({ row, cause, reason, notes }: PlannedRun): PlanRun {
  return {
    ...{ id: row.id, system: row.system, name: row.name, status: toStatus(row.status), cause },
    tokens: toCountOrNull(row.usageTotal),
    ...{ eligible: reason === null, reason, notes },
  }
}
