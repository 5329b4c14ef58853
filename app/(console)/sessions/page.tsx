import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { SessionsScreen } from '@/components/sessions/sessions-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { SESSION_LIST } from '@/lib/sessions/filters'
import { sessionCountsQuery, sessionListQuery } from '@/lib/sessions/queries'
import { countSessionViews } from '@/lib/sessions/server/count-sessions'
import { listSessions } from '@/lib/sessions/server/list-sessions'

export const metadata = { title: 'Sessions' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SessionsPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = SESSION_LIST.parse(query)
  const cache = getQueryClient()
  await Promise.all([
    cache.prefetchQuery({
      ...sessionListQuery(filters, fleet),
      queryFn: async () => listSessions(await contextFor(fleet), filters),
    }),
    cache.prefetchQuery({
      ...sessionCountsQuery(fleet),
      queryFn: async () => countSessionViews(await contextFor(fleet)),
    }),
  ])
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SessionsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
