import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { AgentsScreen } from '@/components/jobs/agents-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { agentsQuery, jobFacetsQuery } from '@/lib/jobs/queries'
import { ListAgentsInput } from '@/lib/jobs/result-schema'
import { getJobFacets } from '@/lib/jobs/server/get-job-facets'
import { listAgents } from '@/lib/jobs/server/list-agents'
import { firstText } from '@/lib/lists/address-fields'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Jobs by agent' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AgentsPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const system = firstText(query['system']) || undefined
  const cache = getQueryClient()
  await Promise.all([
    cache.prefetchInfiniteQuery({
      ...agentsQuery({ system }, fleet),
      queryFn: async () => listAgents(await contextFor(fleet), ListAgentsInput.parse({ system })),
    }),
    cache.prefetchQuery({ ...jobFacetsQuery(fleet), queryFn: async () => getJobFacets(await contextFor(fleet)) }),
  ])
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <AgentsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
