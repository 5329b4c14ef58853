import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { JobScreen } from '@/components/jobs/job-screen'
import { JobLedgers } from '@/components/ledgers/job-ledgers'
import { SubjectPatternsSection } from '@/components/patterns/subject-patterns'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { AppError } from '@/lib/errors'
import { jobDetailQuery } from '@/lib/jobs/queries'
import { getJob } from '@/lib/jobs/server/get-job'
import { fleetFrom, idFromSegment } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Job' }

interface PageProps {
  params: Promise<{ jobId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function JobPage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).jobId)
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const ctx = await contextFor(fleet)
  const cache = getQueryClient()
  // A job that does not exist has a page of its own; any other failure is told by the component, in its place.
  const missing = await cache.fetchQuery({ ...jobDetailQuery(id, fleet), queryFn: () => getJob(ctx, { id }) }).then(
    () => false,
    (error: unknown) => error instanceof AppError && error.code === 'not_found',
  )
  if (missing) notFound()
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <JobScreen
        key={id}
        id={id}
        fleet={fleet}
        ledgers={<JobLedgers id={id} fleet={fleet} />}
        patterns={<SubjectPatternsSection kind="job" id={id} fleet={fleet} />}
      />
    </HydrationBoundary>
  )
}
