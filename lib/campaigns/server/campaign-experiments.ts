import 'server-only'
import { campaignDefinition, campaignExperimentId, campaignOfExperiment } from '@/lib/campaigns/campaign-definition'
import { hasNoResult } from '@/lib/campaigns/eligibility'
import { campaignWarnings } from '@/lib/campaigns/warnings'
import type { StoredCampaign } from '@/lib/db/campaign-store'
import type { Db } from '@/lib/db/client'
import { type KnownExperiment, onlyVersion } from '@/lib/experiments/server/known-experiment'
import { settingsOf } from './campaign-wire'
import { loadPairings } from './load-pairings'

/** The experiments that replay campaigns are: of each that has a pair of which both runs are over. */
export async function campaignExperiments(db: Db): Promise<KnownExperiment[]> {
  const found = []
  for (const campaign of await db.campaign.findMany()) found.push(await toExperiment(db, campaign))
  return found.filter((one) => one !== null)
}

/** One of them by the id of the experiment; null when it is none, or has no such pair yet. */
export async function campaignExperiment(db: Db, id: string): Promise<KnownExperiment | null> {
  const campaignId = campaignOfExperiment(id)
  const campaign = campaignId === null ? null : await db.campaign.findUnique({ where: { id: campaignId } })
  return campaign && toExperiment(db, campaign)
}

async function toExperiment(db: Db, campaign: StoredCampaign): Promise<KnownExperiment | null> {
  const { pairings, causeOf } = await loadPairings(db, campaign.id)
  const settings = settingsOf(campaign)
  const definition = campaignDefinition({ name: campaign.name, settings, pairings, causeOf })
  if (definition === null) return null
  return {
    ...{ id: campaignExperimentId(campaign.id), name: campaign.name, origin: 'campaign', definition },
    ...{ versions: onlyVersion(definition, campaign.createdAt), createdAt: campaign.createdAt, tableJobId: null },
    ...{ configurations: 2, warnings: [...campaignWarnings(settings), ...leftOut({ pairings, causeOf })] },
  }
}

type Pairings = Awaited<ReturnType<typeof loadPairings>>

/** What of the campaign is not in its experiment. */
function leftOut({ pairings, causeOf }: Pick<Pairings, 'pairings' | 'causeOf'>) {
  const others = pairings.reduce((sum, { state, superseded }) => sum + (state === 'final' ? superseded.length : 0), 0)
  const silent = pairings.filter(({ originalId }) => hasNoResult(causeOf.get(originalId) ?? null)).length
  return [
    ...(others === 0
      ? []
      : [
          {
            name: 'superseded',
            detail: `${others} further replays are left out: of each original the newest that is over counts`,
          },
        ]),
    ...(silent === 0
      ? []
      : [
          {
            name: 'no_baseline',
            detail: `${silent} of ${pairings.length} originals are left out, for their end said nothing of quality when they were chosen`,
          },
        ]),
  ]
}
