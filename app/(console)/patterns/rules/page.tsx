import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { RulesScreen } from '@/components/patterns/rules-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { patternRulesQuery } from '@/lib/patterns/queries'
import { listRules } from '@/lib/patterns/server/change-rules'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Pattern rules' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function PatternRulesPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const withdrawn = query['withdrawn'] === 'true'
  const cache = getQueryClient()
  await cache.prefetchQuery({
    ...patternRulesQuery(withdrawn, fleet),
    queryFn: async () => listRules(await contextFor(fleet), { withdrawn }),
  })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <RulesScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
