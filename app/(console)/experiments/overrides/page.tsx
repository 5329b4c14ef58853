import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { OverridesScreen } from '@/components/experiments/overrides-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { OVERRIDE_LIST, overrideListQuery } from '@/lib/pairs/override-list'
import { listOverrides } from '@/lib/pairs/server/list-overrides'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Overrides' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function OverridesPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = OVERRIDE_LIST.parse(query)
  const cache = getQueryClient()
  await cache.prefetchQuery({
    ...overrideListQuery(filters, fleet),
    queryFn: async () => listOverrides(await contextFor(fleet), filters),
  })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <OverridesScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
