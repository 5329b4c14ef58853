import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { NewCampaignScreen } from '@/components/campaigns/new-campaign-screen'
import { runFilterOf } from '@/lib/campaigns/addresses'
import { campaignPlanQuery } from '@/lib/campaigns/queries'
import { planCampaign } from '@/lib/campaigns/server/plan-campaign'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { RUN_LIST } from '@/lib/runs/filters'

export const metadata = { title: 'New campaign' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function NewCampaignPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const filter = runFilterOf(RUN_LIST.parse(query).filters)
  const cache = getQueryClient()
  await cache.prefetchQuery({
    ...campaignPlanQuery(filter, fleet),
    queryFn: async () => planCampaign(await contextFor(fleet), filter),
  })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <NewCampaignScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
