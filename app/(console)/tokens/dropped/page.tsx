import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { DroppedScreen } from '@/components/tokens/dropped-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { DROPPED_LIST } from '@/lib/usage-events/filters'
import { droppedListQuery } from '@/lib/usage-events/queries'
import { listDroppedCopies } from '@/lib/usage-events/server/list-dropped-copies'

export const metadata = { title: 'Written, not counted' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function DroppedCopiesPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = DROPPED_LIST.parse(query)
  const cache = getQueryClient()
  await cache.prefetchQuery({
    ...droppedListQuery(filters, fleet),
    queryFn: async () => listDroppedCopies(await contextFor(fleet), filters),
  })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <DroppedScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
