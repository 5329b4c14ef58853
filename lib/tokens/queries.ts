import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { pairQuery, rowDimensions, viewQuery } from './filters'
import { TokenAccount } from './schema'
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

/** The rows by both dimensions; not asked for while there is only one. */
export function tokenPairsQuery(input: TokenViewInput, window: { from: string; to: string }, fleet: Fleet) {
  const query = pairQuery(input, window)
  return queryOptions({
    queryKey: ['tokens', fleet, 'pairs', query] as const,
    queryFn:
      rowDimensions(input).length < 2
        ? skipToken
        : ({ signal }) => request(TokenAccount, paths.api.tokens(fleet, query), { signal }),
    placeholderData: keepPreviousData,
  })
}
