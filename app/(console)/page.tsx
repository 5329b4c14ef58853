import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { FoundSources } from '@/components/imports/found-sources'
import { GoingOn } from '@/components/imports/going-on'
import { OverviewScreen } from '@/components/overview/overview-screen'
import { TriageSection } from '@/components/patterns/triage-section'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { healthQuery } from '@/lib/health/queries'
import { getHealth } from '@/lib/health/server/get-health'
import { IMPORTS_PER_PAGE, importListQuery, sourcesQuery } from '@/lib/imports/queries'
import { listImports } from '@/lib/imports/server/list-imports'
import { listSources } from '@/lib/imports/server/list-sources'
import { overviewQuery } from '@/lib/overview/queries'
import { getOverview } from '@/lib/overview/server/get-overview'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Overview' }

const NEWEST = { limit: IMPORTS_PER_PAGE }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function OverviewPage({ searchParams }: PageProps) {
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const cache = getQueryClient()
  const imports = { ...importListQuery('own', null), queryFn: async () => listImports(await contextFor('own'), NEWEST) }
  // What was found stands above the rest on a first visit: it must not push the page down a moment later.
  await Promise.all([
    cache.prefetchQuery({ ...overviewQuery(fleet), queryFn: async () => getOverview(await contextFor(fleet)) }),
    cache.prefetchQuery({ ...sourcesQuery('own'), queryFn: async () => listSources(await contextFor('own')) }),
    cache.prefetchQuery({ ...healthQuery('own'), queryFn: async () => getHealth(await contextFor('own')) }),
    cache.prefetchQuery(imports),
  ])
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <OverviewScreen
        fleet={fleet}
        reading={<GoingOn fleet="own" />}
        offer={<FoundSources />}
        patterns={<TriageSection fleet={fleet} />}
      />
    </HydrationBoundary>
  )
}
