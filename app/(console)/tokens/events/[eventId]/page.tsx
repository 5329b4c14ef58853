import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { EventScreen } from '@/components/tokens/event-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { AppError } from '@/lib/errors'
import { fleetFrom, idFromSegment } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { eventDetailQuery } from '@/lib/usage-events/queries'
import { getUsageEvent } from '@/lib/usage-events/server/get-usage-event'

export const metadata = { title: 'Usage event' }

interface PageProps {
  params: Promise<{ eventId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function UsageEventPage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).eventId)
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const ctx = await contextFor(fleet)
  const cache = getQueryClient()
  // An event that does not exist has a page of its own; any other failure is told by the component, in its place.
  const missing = await cache
    .fetchQuery({ ...eventDetailQuery(id, fleet), queryFn: () => getUsageEvent(ctx, { id }) })
    .then(
      () => false,
      (error: unknown) => error instanceof AppError && error.code === 'not_found',
    )
  if (missing) notFound()
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <EventScreen key={id} id={id} fleet={fleet} />
    </HydrationBoundary>
  )
}
