import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { RunsScreen } from '@/components/runs/runs-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { RUN_LIST } from '@/lib/runs/filters'
import { runCountsQuery, runListQuery } from '@/lib/runs/queries'
import { countRuns } from '@/lib/runs/server/count-runs'
import { listRuns } from '@/lib/runs/server/list-runs'

export const metadata = { title: 'Runs' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function RunsPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = RUN_LIST.parse(query)
  const cache = getQueryClient()
  await Promise.all([
    cache.prefetchQuery({
      ...runListQuery(filters, fleet),
      queryFn: async () => listRuns(await contextFor(fleet), filters),
    }),
    cache.prefetchQuery({ ...runCountsQuery(fleet), queryFn: async () => countRuns(await contextFor(fleet)) }),
  ])
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <RunsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
