import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { ExperimentsScreen } from '@/components/experiments/experiments-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { EXPERIMENT_LIST } from '@/lib/experiments/filters'
import { experimentListQuery } from '@/lib/experiments/queries'
import { listExperiments } from '@/lib/experiments/server/list-experiments'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Experiments' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ExperimentsPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = EXPERIMENT_LIST.parse(query)
  const cache = getQueryClient()
  await cache.prefetchQuery({
    ...experimentListQuery(filters, fleet),
    queryFn: async () => listExperiments(await contextFor(fleet), filters),
  })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ExperimentsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
