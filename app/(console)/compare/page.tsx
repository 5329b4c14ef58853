import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { CompareScreen } from '@/components/compare/compare-screen'
import { compareAddressOf } from '@/lib/compare/address'
import { comparisonQuery } from '@/lib/compare/queries'
import { compareRuns } from '@/lib/compare/server/compare-runs'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Compare' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ComparePage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { control, treatment } = compareAddressOf({ control: query['control'], treatment: query['treatment'] })
  const cache = getQueryClient()
  if (control !== null && treatment !== null) {
    const input = { control, treatment }
    await cache.prefetchQuery({
      ...comparisonQuery(input, fleet),
      queryFn: async () => compareRuns(await contextFor(fleet), input),
    })
  }
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <CompareScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
