import 'server-only'
import { campaignDefinition, campaignExperimentId, campaignOfExperiment } from '@/lib/campaigns/campaign-definition'
import { hasNoResult } from '@/lib/campaigns/eligibility'
import { campaignWarnings } from '@/lib/campaigns/warnings'
import type { StoredCampaign } from '@/lib/db/campaign-store'
import type { Db } from '@/lib/db/client'
import { type KnownExperiment, onlyVersion } from '@/lib/experiments/server/known-experiment'
import { plural } from '@/lib/experiments/words'
import { settingsOf } from './campaign-wire'
import { type CampaignState, loadState, loadStates } from './load-states'

/** The experiments that replay campaigns are: of each that has a pair of which both runs are over. */
export async function campaignExperiments(db: Db): Promise<KnownExperiment[]> {
  const campaigns = await db.campaign.findMany()
  const states = await loadStates(
    db,
    campaigns.map(({ id }) => id),
  )
  return campaigns
    .map((campaign) => toExperiment(campaign, states.get(campaign.id)))
    .filter((experiment) => experiment !== null)
}

/** One of them by the id of the experiment; null when it is none, or has no such pair yet. */
export async function campaignExperiment(db: Db, id: string): Promise<KnownExperiment | null> {
  const campaignId = campaignOfExperiment(id)
  const campaign = campaignId === null ? null : await db.campaign.findUnique({ where: { id: campaignId } })
  return campaign && toExperiment(campaign, await loadState(db, campaign.id))
}

function toExperiment(campaign: StoredCampaign, state: CampaignState | undefined): KnownExperiment | null {
  const settings = settingsOf(campaign)
  const definition = state ? campaignDefinition({ name: campaign.name, settings, ...state }) : null
  if (state === undefined || definition === null) return null
  return {
    ...{ id: campaignExperimentId(campaign.id), name: campaign.name, origin: 'campaign', definition },
    ...{ versions: onlyVersion(definition, campaign.createdAt), createdAt: campaign.createdAt, tableJobId: null },
    ...{ configurations: 2, warnings: [...campaignWarnings(settings), ...leftOut(state)] },
  }
}

/** What of the campaign is not in its experiment. */
function leftOut({ pairings, causeOf }: CampaignState) {
  const others = pairings.reduce((sum, { state, superseded }) => sum + (state === 'final' ? superseded.length : 0), 0)
  const silent = pairings.filter(({ originalId }) => hasNoResult(causeOf.get(originalId) ?? null)).length
  return [
    ...(others === 0
      ? []
      : [
          {
            name: 'superseded',
            detail: `left out: ${plural(others, 'further replay')}; of each original the newest that is over counts`,
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
