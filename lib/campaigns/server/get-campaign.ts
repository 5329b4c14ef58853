import 'server-only'
import { campaignDefinition, campaignExperimentId } from '@/lib/campaigns/campaign-definition'
import { filterText, readFilter } from '@/lib/campaigns/filter-text'
import { knownCost, knownTokens } from '@/lib/campaigns/known-sum'
import type { Pairing } from '@/lib/campaigns/pair-replays'
import type { CampaignDetail, GetCampaignInput } from '@/lib/campaigns/schema'
import { campaignWarnings } from '@/lib/campaigns/warnings'
import type { Context } from '@/lib/context'
import type { StoredCampaign } from '@/lib/db/campaign-store'
import type { Db } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { capTexts } from '@/lib/http/cap-texts'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import { textRecordOf } from '@/lib/http/stored-json'
import { toCause } from '@/lib/runs/server/run-wire'
import { settingsOf, toCampaignSummary } from './campaign-wire'
import { countPairings, loadState } from './load-states'
import { toPairWire } from './pair-wire'
import { tally } from './plan-campaign'

const ORDER = 'campaign pairs originalId ASC'

/** One campaign: what was chosen and how, and what came of it, pair by pair. @throws not_found */
export async function getCampaign(ctx: Context, input: GetCampaignInput): Promise<CampaignDetail> {
  const { db } = ctx
  const campaign = await requireCampaign(db, input.id)
  const { runs, pairings, causeOf } = await loadState(db, campaign.id)
  const settings = settingsOf(campaign)
  const { shown, nextCursor, total } = pageOfPairings(pairings, input)
  const byId = new Map(runs.map((run) => [run.originalId, run]))
  const items = []
  for (const pairing of shown) {
    const run = byId.get(pairing.originalId)
    if (run !== undefined) items.push(await toPairWire(ctx, run, pairing, settings))
  }
  const isExperiment = campaignDefinition({ name: campaign.name, settings, pairings, causeOf }) !== null
  return capTexts({
    ...toCampaignSummary(campaign, runs.length, countPairings(pairings)),
    ...{ settings, filter: filterText(readFilter(textRecordOf(campaign.filter))) },
    tokens: knownTokens(runs.map((run) => run.tokens)),
    costMicroUsd: knownCost(runs.map((run) => run.costPico)),
    causes: tally(runs.map((run) => toCause(run.cause))).map(([cause, count]) => ({ cause, runs: count })),
    warnings: campaignWarnings(settings),
    experimentId: isExperiment ? campaignExperimentId(campaign.id) : null,
    pairList: { items, nextCursor, total },
  })
}

/** @throws not_found */
export async function requireCampaign(db: Db, id: string): Promise<StoredCampaign> {
  const campaign = await db.campaign.findUnique({ where: { id } })
  if (campaign === null) throw notFound('campaign', id)
  return campaign
}

function pageOfPairings(all: readonly Pairing[], { cursor, limit, state }: GetCampaignInput) {
  const fitting = state === undefined ? all : all.filter((pairing) => pairing.state === state)
  const [after] = cursor === undefined ? [] : decodeCursor(cursor, ORDER)
  const rest = after ? fitting.filter(({ originalId }) => originalId > after) : fitting
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return {
    shown,
    nextCursor: rest.length > shown.length && last ? encodeCursor(ORDER, [last.originalId]) : null,
    total: fitting.length,
  }
}
