import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { SessionPatterns } from '@/components/patterns/session-patterns'
import { SessionScreen } from '@/components/sessions/session-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { AppError } from '@/lib/errors'
import { fleetFrom, idFromSegment } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { sessionDetailQuery } from '@/lib/sessions/queries'
import { getSession } from '@/lib/sessions/server/get-session'

export const metadata = { title: 'Session' }

interface PageProps {
  params: Promise<{ sessionId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SessionPage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).sessionId)
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const ctx = await contextFor(fleet)
  const cache = getQueryClient()
  // A session that does not exist has a page of its own; any other failure is told by the component, in its place.
  const missing = await cache
    .fetchQuery({ ...sessionDetailQuery(id, fleet), queryFn: () => getSession(ctx, { id }) })
    .then(
      () => false,
      (error: unknown) => error instanceof AppError && error.code === 'not_found',
    )
  if (missing) notFound()
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SessionScreen key={id} id={id} fleet={fleet} patterns={<SessionPatterns id={id} fleet={fleet} />} />
    </HydrationBoundary>
  )
}
