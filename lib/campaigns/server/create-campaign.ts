import 'server-only'
import { randomUUID } from 'node:crypto'
import { filterText } from '@/lib/campaigns/filter-text'
import { replayKeyOf } from '@/lib/campaigns/replay-names'
import { CampaignSettings, type CampaignSummary, type CreateCampaignInput } from '@/lib/campaigns/schema'
import type { Context } from '@/lib/context'
import { existingRuns, type ReplayRow, runsById } from '@/lib/db/campaign-rows'
import { claimsOn, insertCampaign, type StoredCampaignRun } from '@/lib/db/campaign-store'
import type { Db } from '@/lib/db/client'
import { runRows } from '@/lib/db/experiment-rows'
import { AppError, badRequest } from '@/lib/errors'
import { plansOf } from '@/lib/experiments/server/load-observations'
import { runIdOf } from '@/lib/model/ids'
import type { Requester } from '@/lib/pairs/schema'
import { toCampaignSummary } from './campaign-wire'
import { planHashOf, refusalOf } from './plan-campaign'
import { type PlannedRun, planRuns } from './plan-runs'

/**
 * Makes a campaign of every run that the filter finds and that can be replayed, and freezes them as they are now.
 * @throws bad_request when there is none or too many, conflict when the plan is not the one that was seen
 */
export async function createCampaign(
  { db, now }: Context,
  input: CreateCampaignInput,
  requestedBy: Requester,
): Promise<CampaignSummary> {
  const { name, filter, expectedPlan } = input
  const { runs, isCut } = await planRuns(db, filter)
  const chosen = runs.filter(({ reason }) => reason === null)
  const refusal = refusalOf(runs.length, chosen.length, isCut)
  if (refusal !== null) throw badRequest(`filter: ${refusal}`, { field: 'filter' })
  const planHash = planHashOf(chosen)
  if (expectedPlan !== undefined && expectedPlan !== planHash)
    throw new AppError('conflict', 'The runs have changed since the plan was shown: look at it again', { planHash })
  const campaign = {
    ...{ id: `cmp_${now.getTime().toString(36)}_${randomUUID().slice(0, 8)}`, name, createdAt: now.toISOString() },
    createdBy: requestedBy,
    filter: JSON.stringify(filterText(filter)),
    settings: JSON.stringify(CampaignSettings.parse(input)),
  }
  const rows = await frozen(db, campaign.id, chosen, now)
  await insertCampaign(db, campaign, rows)
  return toCampaignSummary(campaign, rows.length, { waiting: rows.length, running: 0, final: 0, other: 0 })
}

/** The chosen runs as they are now, each with the id that its replay is to have. */
async function frozen(db: Db, campaignId: string, chosen: readonly PlannedRun[], now: Date) {
  const ids = chosen.map(({ row }) => row.id)
  const [runs, facts] = await Promise.all([runsById(db, ids), runRows(db, { by: 'runs', runs: ids })])
  const plans = await plansOf(db, facts)
  const byId = new Map(runs.map((run) => [run.id, run]))
  const at = await freeSecond(db, runs, now)
  return chosen.flatMap(({ row, cause }): StoredCampaignRun[] => {
    const run = byId.get(row.id)
    if (run === undefined) return []
    return [
      {
        ...{ campaignId, originalId: row.id, system: row.system, instanceId: run.instanceId, nativeId: row.nativeId },
        ...{ replayKey: replayKeyOf(row.nativeId, at), status: row.status, cause },
        ...{ tokens: row.usageTotal, costPico: row.costPico, planHash: plans.get(row.id) ?? null },
      },
    ]
  })
}

const SECOND_MS = 1_000
const TRIES_MAX = 3_600

/** The first second from now on that no other replay of these runs has in its name. */
async function freeSecond(db: Db, runs: readonly ReplayRow[], now: Date): Promise<Date> {
  const claims = await claimsOn(
    db,
    runs.map(({ id }) => id),
  )
  const claimed = new Set(claims.map(({ system, replayKey }) => `${system}:${replayKey}`))
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const at = new Date(now.getTime() + tries * SECOND_MS)
    const keys = runs.map((run) => ({ run, key: replayKeyOf(run.nativeId, at) }))
    if (keys.some(({ run, key }) => claimed.has(`${run.system}:${key}`))) continue
    const taken = await existingRuns(
      db,
      keys.map(({ run, key }) => runIdOf(run.instanceId, key)),
    )
    if (taken.size === 0) return at
  }
  throw new AppError('conflict', 'Every id that a replay could have now is taken')
}
