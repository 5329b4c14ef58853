import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { CampaignsScreen } from '@/components/campaigns/campaigns-screen'
import { CAMPAIGN_LIST } from '@/lib/campaigns/addresses'
import { campaignListQuery } from '@/lib/campaigns/queries'
import { listCampaigns } from '@/lib/campaigns/server/list-campaigns'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Replay campaigns' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function CampaignsPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = CAMPAIGN_LIST.parse(query)
  const cache = getQueryClient()
  await cache.prefetchQuery({
    ...campaignListQuery(filters, fleet),
    queryFn: async () => listCampaigns(await contextFor(fleet), filters),
  })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <CampaignsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
