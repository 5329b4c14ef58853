import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { PatternScreen } from '@/components/patterns/pattern-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { AppError } from '@/lib/errors'
import { fleetFrom, idFromSegment } from '@/lib/paths'
import { patternQuery } from '@/lib/patterns/detail-queries'
import { getPattern } from '@/lib/patterns/server/get-pattern'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Pattern' }

interface PageProps {
  params: Promise<{ patternId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function PatternPage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).patternId)
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const ctx = await contextFor(fleet)
  const cache = getQueryClient()
  // A pattern that does not exist has a page of its own; any other failure is told by the component, in its place.
  const missing = await cache.fetchQuery({ ...patternQuery(id, fleet), queryFn: () => getPattern(ctx, { id }) }).then(
    () => false,
    (error: unknown) => error instanceof AppError && error.code === 'not_found',
  )
  if (missing) notFound()
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PatternScreen key={id} id={id} fleet={fleet} />
    </HydrationBoundary>
  )
}
