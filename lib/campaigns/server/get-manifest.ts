import 'server-only'
import type { z } from 'zod'
import { MANIFEST_FORMAT, MANIFEST_VERSION, Manifest } from '@/lib/campaigns/manifest'
import type { CampaignIdInput } from '@/lib/campaigns/schema'
import type { Context } from '@/lib/context'
import { toCountOrNull } from '@/lib/http/amounts'
import { textRecordOf } from '@/lib/http/stored-json'
import { settingsOf } from './campaign-wire'
import { requireCampaign } from './get-campaign'

/** What the orchestrator is to run; made of what was frozen alone. @throws not_found */
export async function getManifest({ db }: Context, { id }: z.infer<typeof CampaignIdInput>): Promise<Manifest> {
  const campaign = await requireCampaign(db, id)
  const runs = await db.campaignRun.findMany({ where: { campaignId: id }, orderBy: { originalId: 'asc' } })
  const { batchSize, varied, values, calibration, note } = settingsOf(campaign)
  const { name, createdAt, createdBy } = campaign
  return Manifest.parse({
    ...{ format: MANIFEST_FORMAT, version: MANIFEST_VERSION },
    campaign: { id, name, createdAt, createdBy: createdBy === 'command' ? 'command' : 'http' },
    filter: textRecordOf(campaign.filter),
    ...{ settings: { varied, values, calibration, note }, batchSize },
    runs: runs.map((run, index) => ({
      batch: Math.floor(index / batchSize) + 1,
      ...{ system: run.system, instance: run.instanceId, originalId: run.nativeId, replayId: run.replayKey },
      ...{ replayOf: run.originalId, planHash: run.planHash, cause: run.cause },
      tokens: toCountOrNull(run.tokens),
    })),
  })
}
