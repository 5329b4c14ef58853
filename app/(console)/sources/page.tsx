import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { parseSourcesView } from '@/components/imports/address'
import { SourcesScreen } from '@/components/imports/sources-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { healthQuery } from '@/lib/health/queries'
import { getHealth } from '@/lib/health/server/get-health'
import { IMPORTS_PER_PAGE, importListQuery, importQuery, sourcesQuery } from '@/lib/imports/queries'
import { getImport } from '@/lib/imports/server/get-import'
import { listImports } from '@/lib/imports/server/list-imports'
import { listSources } from '@/lib/imports/server/list-sources'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Sources' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SourcesPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { importId, cursor } = parseSourcesView((name) => {
    const value = query[name]
    return Array.isArray(value) ? value[0] : value
  })
  const cache = getQueryClient()
  const list = (from: string | null) => ({
    ...importListQuery(fleet, from),
    queryFn: async () =>
      listImports(await contextFor(fleet), { limit: IMPORTS_PER_PAGE, ...(from === null ? {} : { cursor: from }) }),
  })
  await Promise.all([
    cache.prefetchQuery({ ...sourcesQuery(fleet), queryFn: async () => listSources(await contextFor(fleet)) }),
    cache.prefetchQuery({ ...healthQuery(fleet), queryFn: async () => getHealth(await contextFor(fleet)) }),
    cache.prefetchQuery(list(null)),
    ...(cursor === null ? [] : [cache.prefetchQuery(list(cursor))]),
  ])
  const openId = importId ?? cache.getQueryData(importListQuery(fleet, null).queryKey)?.items[0]?.id
  if (openId) {
    const detail = importQuery(openId, fleet)
    await cache.prefetchQuery({
      ...detail,
      queryFn: async () => getImport(await contextFor(fleet), { id: openId }),
    })
  }
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SourcesScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
