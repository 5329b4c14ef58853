import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ComparisonReply, PricesReply } from './schema'

export const pricesQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: ['prices', fleet] as const,
    queryFn: ({ signal }) => request(PricesReply, paths.api.prices(fleet), { signal }),
    refetchInterval: pollEvery<PricesReply>(),
  })

export type ComparisonGroup = ComparisonReply['groupBy']

export const comparisonQuery = (groupBy: ComparisonGroup, fleet: Fleet) =>
  queryOptions({
    queryKey: ['prices', fleet, 'comparison', groupBy] as const,
    queryFn: ({ signal }) => request(ComparisonReply, paths.api.priceComparison(fleet, { groupBy }), { signal }),
    placeholderData: keepPreviousData,
  })
