import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { RunLedgers } from '@/components/ledgers/run-ledgers'
import { SubjectPatternsSection } from '@/components/patterns/subject-patterns'
import { RunScreen } from '@/components/runs/run-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { AppError } from '@/lib/errors'
import { fleetFrom, idFromSegment } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { runDetailQuery, runLedgersQuery, runStatusQuery } from '@/lib/runs/queries'
import { getRun } from '@/lib/runs/server/get-run'
import { getRunLedgers } from '@/lib/runs/server/get-run-ledgers'
import { getRunStatus } from '@/lib/runs/server/get-run-status'

export const metadata = { title: 'Run' }

interface PageProps {
  params: Promise<{ runId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function RunPage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).runId)
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const ctx = await contextFor(fleet)
  const cache = getQueryClient()
  // A run that does not exist has a page of its own; any other failure is told by the component, in its place.
  const missing = await cache.fetchQuery({ ...runDetailQuery(id, fleet), queryFn: () => getRun(ctx, { id }) }).then(
    () => false,
    (error: unknown) => error instanceof AppError && error.code === 'not_found',
  )
  if (missing) notFound()
  await Promise.all([
    cache.prefetchQuery({ ...runStatusQuery(id, fleet), queryFn: () => getRunStatus(ctx, { id }) }),
    cache.prefetchQuery({ ...runLedgersQuery(id, fleet), queryFn: () => getRunLedgers(ctx, { id }) }),
  ])
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <RunScreen
        key={id}
        id={id}
        fleet={fleet}
        ledgers={<RunLedgers id={id} fleet={fleet} />}
        patterns={<SubjectPatternsSection kind="run" id={id} fleet={fleet} />}
      />
    </HydrationBoundary>
  )
}
