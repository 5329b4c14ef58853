import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { CampaignScreen } from '@/components/campaigns/campaign-screen'
import { pairList } from '@/lib/campaigns/addresses'
import { campaignQuery } from '@/lib/campaigns/queries'
import { getCampaign } from '@/lib/campaigns/server/get-campaign'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { AppError } from '@/lib/errors'
import { fleetFrom, idFromSegment } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Replay campaign' }

interface PageProps {
  params: Promise<{ campaignId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function CampaignPage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).campaignId)
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const ctx = await contextFor(fleet)
  const { filters } = pairList(id).parse(query)
  const cache = getQueryClient()
  // What does not exist has a page of its own; any other failure is told by the component, in its place.
  const missing = await cache
    .fetchQuery({ ...campaignQuery(id, filters, fleet), queryFn: () => getCampaign(ctx, { ...filters, id }) })
    .then(
      () => false,
      (error: unknown) => error instanceof AppError && error.code === 'not_found',
    )
  if (missing) notFound()
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <CampaignScreen key={id} id={id} fleet={fleet} />
    </HydrationBoundary>
  )
}
