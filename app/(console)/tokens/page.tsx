import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { LedgersOfWindow } from '@/components/ledgers/ledgers-of-window'
import { TokensScreen } from '@/components/tokens/tokens-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { parseTokensAddress } from '@/lib/tokens/filters'
import { tokenTrustQuery, tokenViewQuery } from '@/lib/tokens/queries'
import { getTokenTrust } from '@/lib/tokens/server/get-token-trust'
import { getTokenView } from '@/lib/tokens/server/get-token-view'

export const metadata = { title: 'Tokens' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function TokensPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { input } = parseTokensAddress(query)
  const cache = getQueryClient()
  await Promise.all([
    cache.prefetchQuery({
      ...tokenViewQuery(input, fleet),
      queryFn: async () => getTokenView(await contextFor(fleet), input),
    }),
    cache.prefetchQuery({ ...tokenTrustQuery(fleet), queryFn: async () => getTokenTrust(await contextFor(fleet)) }),
  ])
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <TokensScreen fleet={fleet}>
        <LedgersOfWindow fleet={fleet} />
      </TokensScreen>
    </HydrationBoundary>
  )
}
