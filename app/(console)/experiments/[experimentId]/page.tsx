import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { ExperimentScreen } from '@/components/experiments/experiment-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { AppError } from '@/lib/errors'
import { experimentQuery, PAIRS_A_PAGE } from '@/lib/experiments/queries'
import { getExperiment } from '@/lib/experiments/server/get-experiment'
import { askedOf, readExperimentView } from '@/lib/experiments/view'
import { fleetFrom, idFromSegment } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Experiment' }

interface PageProps {
  params: Promise<{ experimentId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ExperimentPage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).experimentId)
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const ctx = await contextFor(fleet)
  const asked = askedOf(readExperimentView(query))
  const cache = getQueryClient()
  // What does not exist has a page of its own; any other failure is told by the component, in its place.
  const missing = await cache
    .fetchQuery({
      ...experimentQuery(id, asked, fleet),
      queryFn: () => getExperiment(ctx, { id, limit: PAIRS_A_PAGE, ...asked }),
    })
    .then(
      () => false,
      (error: unknown) => error instanceof AppError && error.code === 'not_found',
    )
  if (missing) notFound()
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ExperimentScreen key={id} id={id} fleet={fleet} />
    </HydrationBoundary>
  )
}
