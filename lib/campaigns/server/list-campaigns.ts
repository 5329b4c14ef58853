import 'server-only'
import type { z } from 'zod'
import type { CampaignPage, ListCampaignsInput } from '@/lib/campaigns/schema'
import type { Context } from '@/lib/context'
import { campaignsAfter } from '@/lib/db/campaign-store'
import { capTexts } from '@/lib/http/cap-texts'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import { toCampaignSummary } from './campaign-wire'
import { countPairings, loadStates } from './load-states'

const ORDER = 'campaigns createdAt,id DESC'

/** Campaigns, the newest first, each with how far its replays have come. */
export async function listCampaigns(
  { db }: Context,
  { cursor, limit }: ListCampaignsInput,
): Promise<z.infer<typeof CampaignPage>> {
  const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ORDER)
  const [found, total] = await Promise.all([
    campaignsAfter(db, createdAt && id ? { createdAt, id } : null, limit + 1),
    db.campaign.count(),
  ])
  const shown = found.slice(0, limit)
  const states = await loadStates(
    db,
    shown.map((campaign) => campaign.id),
  )
  const items = shown.map((campaign) => {
    const { runs, pairings } = states.get(campaign.id) ?? { runs: [], pairings: [] }
    return toCampaignSummary(campaign, runs.length, countPairings(pairings))
  })
  const last = shown.at(-1)
  const nextCursor = found.length > limit && last ? encodeCursor(ORDER, [last.createdAt, last.id]) : null
  return { items: capTexts(items), nextCursor, total }
}
