import { Manifest } from '@/lib/campaigns/manifest'
import {
  CampaignDetail,
  CampaignIdInput,
  CampaignPage,
  CampaignPair,
  CampaignPlan,
  CampaignSummary,
  CreateCampaignInput,
  GetCampaignInput,
  ListCampaignsInput,
  PlanCampaignInput,
} from '@/lib/campaigns/schema'
import { contract } from './contract'

/** The doors of replay campaigns. */
export const CAMPAIGN_ROUTES = {
  listCampaigns: contract({
    method: 'GET',
    path: '/campaigns',
    summary: 'Replay campaigns, newest first, with how many replays wait, run and are over',
    input: ListCampaignsInput,
    output: CampaignPage,
    csv: { list: 'items', file: 'campaigns' },
    dependsOn: 'rows',
  }),
  planCampaign: contract({
    method: 'GET',
    path: '/campaigns/plan',
    summary:
      'What a campaign of the runs of a filter would be: which can be replayed, which not and why; nothing is kept',
    input: PlanCampaignInput,
    output: CampaignPlan,
    csv: { list: 'runs', file: 'plan' },
    dependsOn: 'rows',
  }),
  createCampaign: contract({
    method: 'POST',
    path: '/campaigns',
    summary: 'Fix which failed runs are to be replayed, what varies and how the result is measured',
    input: CreateCampaignInput,
    output: CampaignSummary,
    dependsOn: 'moment',
    status: 201,
  }),
  getCampaign: contract({
    method: 'GET',
    path: '/campaigns/{id}',
    summary: 'One campaign: what was chosen, and the originals with their replays; these as CSV',
    input: GetCampaignInput,
    output: CampaignDetail,
    csv: { row: CampaignPair, rows: ({ pairList }) => pairList.items, file: 'replays' },
    dependsOn: 'rows',
  }),
  getCampaignManifest: contract({
    method: 'GET',
    path: '/campaigns/{id}/manifest',
    summary: 'What the orchestrator is to run, as a file (docs/campaigns.md); equal for equal campaigns',
    input: CampaignIdInput,
    output: Manifest,
    dependsOn: 'rows',
  }),
} as const
