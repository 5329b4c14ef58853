import { z } from 'zod'
import type { Fleet } from '@/lib/http/wire'
import { listAddress } from '@/lib/lists/list-address'
import { statusClass } from '@/lib/model/status'
import { paths } from '@/lib/paths'
import { RUN_LIST } from '@/lib/runs/filters'
import type { ListRunsInput } from '@/lib/runs/schema'
import { filterText } from './filter-text'
import { GetCampaignInput, ListCampaignsInput, type RunFilter } from './schema'

const ListFilters = z.object({ ...ListCampaignsInput.shape, sort: z.enum(['newest']).default('newest') })
export type CampaignFilters = z.infer<typeof ListFilters>

/** The address of the page of campaigns. */
export const CAMPAIGN_LIST = listAddress<CampaignFilters>(ListFilters, paths.campaigns)

const PairFilters = z.object({
  ...GetCampaignInput.omit({ id: true }).shape,
  sort: z.enum(['original']).default('original'),
})
export type PairFilters = z.infer<typeof PairFilters>

/** The address of one campaign: which of its pairs are shown. */
export const pairList = (id: string) =>
  listAddress<PairFilters>(PairFilters, (fleet, query) => paths.campaign(id, fleet, query))

/** Without order and pages. */
export function runFilterOf({ sort: _sort, limit: _limit, cursor: _cursor, ...filter }: ListRunsInput): RunFilter {
  return filter
}

/** Where a campaign of these runs is planned. */
export const newCampaignHref = (filters: ListRunsInput, fleet: Fleet): string =>
  paths.newCampaign(fleet, filterText(runFilterOf(filters)))

/** The same runs in their list. */
export const runsHref = (texts: Readonly<Record<string, string>>, fleet: Fleet): string =>
  RUN_LIST.href({ filters: RUN_LIST.parse(texts).filters }, fleet)

/** Whether a filter of the list of runs asks for failed ones: of others no campaign can be made. */
export function asksForFailed({ status, statusSource, statusClass: derived, statusSourceClass }: RunFilter): boolean {
  const asked = [status && statusClass(status), statusSource && statusClass(statusSource), derived, statusSourceClass]
  return asked.includes('failed')
}
