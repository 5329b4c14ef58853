import 'server-only'
import type { Db } from './client'
import { raiseDataRevision } from './data-revision'
import type { Campaign, CampaignRun } from './generated/client'
import { type Row, upsert, writeAll } from './upsert'

export type StoredCampaign = Campaign
export type StoredCampaignRun = CampaignRun

/** Keeps a campaign and the runs it chose, in one transaction. */
export async function insertCampaign(
  db: Db,
  campaign: StoredCampaign,
  runs: readonly StoredCampaignRun[],
): Promise<void> {
  const row: Row = { ...campaign }
  const rows = runs.map((run): Row => ({ ...run }))
  await writeAll(db, [
    ...upsert('Campaign', ['id'], [row], 'keep'),
    ...upsert('CampaignRun', ['campaignId', 'originalId'], rows, 'keep'),
    raiseDataRevision(),
  ])
}

interface CampaignPlace {
  createdAt: string
  id: string
}

/** Campaigns, the newest first. @param after the last one shown */
export function campaignsAfter(db: Db, after: CampaignPlace | null, limit: number): Promise<StoredCampaign[]> {
  return db.campaign.findMany({
    where:
      after === null
        ? {}
        : {
            OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
          },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  })
}

/** A chosen run with the time of its campaign. */
export type ClaimRow = Pick<CampaignRun, 'campaignId' | 'originalId' | 'system' | 'instanceId' | 'replayKey'> &
  Pick<Campaign, 'createdAt'>

/** Every campaign that chose one of these runs. */
export function claimsOn(db: Db, originalIds: readonly string[]): Promise<ClaimRow[]> {
  return db.$queryRawUnsafe<ClaimRow[]>(
    `SELECT r."campaignId", r."originalId", r."system", r."instanceId", r."replayKey", c."createdAt" FROM "CampaignRun" r ` +
      `JOIN "Campaign" c ON c."id" = r."campaignId" WHERE r."originalId" IN (SELECT value FROM json_each(?)) ` +
      `ORDER BY r."campaignId", r."originalId"`,
    JSON.stringify(originalIds),
  )
}
