import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { FoundSources } from '@/components/imports/found-sources'
import { OverviewScreen } from '@/components/overview/overview-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { overviewQuery } from '@/lib/overview/queries'
import { getOverview } from '@/lib/overview/server/get-overview'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Overview' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function OverviewPage({ searchParams }: PageProps) {
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const cache = getQueryClient()
  await cache.prefetchQuery({ ...overviewQuery(fleet), queryFn: async () => getOverview(await contextFor(fleet)) })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <OverviewScreen fleet={fleet} offer={<FoundSources />} />
    </HydrationBoundary>
  )
}
