import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { CAMPAIGN_LIST, type CampaignFilters, type PairFilters, pairList } from './addresses'
import { filterText } from './filter-text'
import { CampaignDetail, CampaignPage, CampaignPlan, type RunFilter } from './schema'

export const campaignsKey = (fleet: Fleet) => ['campaigns', fleet] as const

export const campaignListQuery = (filters: CampaignFilters, fleet: Fleet) =>
  queryOptions({
    queryKey: [...campaignsKey(fleet), CAMPAIGN_LIST.query(filters)] as const,
    queryFn: ({ signal }) =>
      request(CampaignPage, paths.api.campaigns(fleet, CAMPAIGN_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<z.infer<typeof CampaignPage>>(),
  })

export const campaignPlanQuery = (filter: RunFilter, fleet: Fleet) =>
  queryOptions({
    queryKey: [...campaignsKey(fleet), 'plan', filterText(filter)] as const,
    queryFn: ({ signal }) => request(CampaignPlan, paths.api.campaignPlan(fleet, filterText(filter)), { signal }),
    refetchInterval: pollEvery<CampaignPlan>(),
  })

export const campaignQuery = (id: string, filters: PairFilters, fleet: Fleet) =>
  queryOptions({
    queryKey: [...campaignsKey(fleet), id, pairList(id).query(filters)] as const,
    queryFn: ({ signal }) =>
      request(CampaignDetail, paths.api.campaign(id, fleet, pairList(id).query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<CampaignDetail>(),
  })
