import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { EventsScreen } from '@/components/tokens/events-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { EVENT_LIST } from '@/lib/usage-events/filters'
import { eventListQuery } from '@/lib/usage-events/queries'
import { listUsageEvents } from '@/lib/usage-events/server/list-usage-events'

export const metadata = { title: 'Usage events' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function UsageEventsPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = EVENT_LIST.parse(query)
  const cache = getQueryClient()
  await cache.prefetchQuery({
    ...eventListQuery(filters, fleet),
    queryFn: async () => listUsageEvents(await contextFor(fleet), filters),
  })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <EventsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
