import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { JobsScreen } from '@/components/jobs/jobs-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { JOB_LIST } from '@/lib/jobs/filters'
import { jobFacetsQuery, jobListQuery } from '@/lib/jobs/queries'
import { getJobFacets } from '@/lib/jobs/server/get-job-facets'
import { listJobs } from '@/lib/jobs/server/list-jobs'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'

export const metadata = { title: 'Jobs' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function JobsPage({ searchParams }: PageProps) {
  const query = await searchParams
  const fleet = fleetFrom(query) ?? (await defaultFleet())
  const { filters } = JOB_LIST.parse(query)
  const cache = getQueryClient()
  await Promise.all([
    cache.prefetchQuery({
      ...jobListQuery(filters, fleet),
      queryFn: async () => listJobs(await contextFor(fleet), filters),
    }),
    cache.prefetchQuery({ ...jobFacetsQuery(fleet), queryFn: async () => getJobFacets(await contextFor(fleet)) }),
  ])
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <JobsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
