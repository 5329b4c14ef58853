import type { CampaignSettings } from './schema'

interface Warning {
  name: string
  detail: string
}

type Asked = Pick<CampaignSettings, 'calibration' | 'metric'>

/** What has to be known before anything is made of a campaign: its originals were chosen by how they ended. */
export function campaignWarnings({ calibration, metric }: Asked): Warning[] {
  if (calibration)
    return [
      {
        name: 'originals_chosen_by_failure',
        detail:
          'originals were chosen because they failed, and nothing varies: what these replays gain is what a plain rerun gains',
      },
    ]
  const success =
    metric === 'success' ? ', and as every original failed, success can only rise: it says nothing of what varies' : ''
  return [
    {
      name: 'originals_chosen_by_failure',
      detail: `originals were chosen because they failed${success}; a plain rerun would do better, too: declare an A/A campaign to measure it`,
    },
  ]
}
