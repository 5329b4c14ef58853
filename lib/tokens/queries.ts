import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { viewQuery } from './filters'
import { TokenTrust, TokenView, type TokenViewInput } from './view-schema'

export const tokenViewQuery = (input: TokenViewInput, fleet: Fleet) =>
  queryOptions({
    queryKey: ['tokens', fleet, 'view', viewQuery(input)] as const,
    queryFn: ({ signal }) => request(TokenView, paths.api.tokenView(fleet, viewQuery(input)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<TokenView>(),
  })

export const tokenTrustQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: ['tokens', fleet, 'trust'] as const,
    queryFn: ({ signal }) => request(TokenTrust, paths.api.tokenTrust(fleet), { signal }),
    refetchInterval: pollEvery<TokenTrust>(),
  })
