import 'server-only'
import { CampaignSettings, type CampaignSummary } from '@/lib/campaigns/schema'
import type { StoredCampaign } from '@/lib/db/campaign-store'
import { recordOf } from '@/lib/http/stored-json'

const DEFAULTS = CampaignSettings.parse({})

/** The settings as they were kept; those of another version of Pitwall that cannot be read are the defaults. */
export function settingsOf({ settings }: Pick<StoredCampaign, 'settings'>): CampaignSettings {
  const read = CampaignSettings.safeParse(recordOf(settings))
  return read.success ? read.data : DEFAULTS
}

/** A campaign as lists show it. */
export function toCampaignSummary(
  campaign: StoredCampaign,
  runs: number,
  counts: CampaignSummary['counts'],
): CampaignSummary {
  const { id, name, createdAt, createdBy } = campaign
  const { varied, calibration, metric } = settingsOf(campaign)
  return {
    ...{ id, name, createdAt, createdBy: createdBy === 'command' ? 'command' : 'http' },
    ...{ runs, counts, varied, calibration, metric },
  }
}
