import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { PricesScreen } from '@/components/prices/prices-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { pricesQuery } from '@/lib/prices/queries'
import { listPrices } from '@/lib/prices/server/list-prices'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Prices' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function PricesPage({ searchParams }: PageProps) {
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const cache = getQueryClient()
  await cache.prefetchQuery({ ...pricesQuery(fleet), queryFn: async () => listPrices(await contextFor(fleet)) })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PricesScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
