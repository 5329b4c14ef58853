import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { BudgetsScreen } from '@/components/budgets/budgets-screen'
import { budgetsQuery } from '@/lib/budgets/queries'
import { listBudgets } from '@/lib/budgets/server/list-budgets'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Budgets' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function BudgetsPage({ searchParams }: PageProps) {
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const cache = getQueryClient()
  await cache.prefetchQuery({ ...budgetsQuery(fleet), queryFn: async () => listBudgets(await contextFor(fleet)) })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <BudgetsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
