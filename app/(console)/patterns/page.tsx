import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { PatternsScreen } from '@/components/patterns/patterns-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { PATTERN_LIST } from '@/lib/patterns/filters'
import { patternCountsQuery, patternListQuery, triageCountQuery } from '@/lib/patterns/queries'
import { countPatternLanes, listPatterns } from '@/lib/patterns/server/list-patterns'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Patterns' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function PatternsPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = PATTERN_LIST.parse(query)
  const cache = getQueryClient()
  await Promise.all([
    cache.prefetchQuery({
      ...patternListQuery(filters, fleet),
      queryFn: async () => listPatterns(await contextFor(fleet), filters),
    }),
    cache.prefetchQuery({
      ...patternCountsQuery(filters, fleet),
      queryFn: async () => countPatternLanes(await contextFor(fleet), filters),
    }),
    cache.prefetchQuery({
      ...triageCountQuery(fleet),
      queryFn: async () => countPatternLanes(await contextFor(fleet), PATTERN_LIST.parse({}).filters),
    }),
  ])
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PatternsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
