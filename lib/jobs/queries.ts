import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { isTerminal } from '@/lib/model/status'
import { paths } from '@/lib/paths'
import { JOB_LIST } from './filters'
import type { JobView } from './job-view'
import {
  JobEventFacets,
  JobEventPage,
  JobMetricNamePage,
  JobMetricPage,
  JobMetricSeries,
  JobPhasePage,
  JobRawRecord,
  JobRunPage,
} from './part-schema'
import { AgentPage, CandidatePage, CandidateSeries, ConfigurationPage, ResultPage } from './result-schema'
import { JobDetail, JobFacets, JobPage, type ListJobsInput } from './schema'

type MaybeFleet = Fleet | undefined
type Part = Parameters<typeof paths.api.jobPart>[1]
type Query = NonNullable<Parameters<typeof paths.api.jobPart>[3]>

/** Keys hold what the address says, never a moment, so that a poll refreshes and never starts over. */
export const jobKeys = {
  lists: (fleet: MaybeFleet) => ['jobs', fleet ?? 'default', 'list'] as const,
  facets: (fleet: MaybeFleet) => ['jobs', fleet ?? 'default', 'facets'] as const,
  job: (id: string, fleet: MaybeFleet) => ['job', fleet ?? 'default', id] as const,
}

/** A job that has not ended may change at any moment; an interrupted one may come back. */
const someOpen = (page: JobPage) => page.items.some((job) => !isTerminal(job.statusDerived))

export const jobListQuery = (filters: ListJobsInput, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...jobKeys.lists(fleet), JOB_LIST.query(filters)],
    queryFn: ({ signal }) => request(JobPage, paths.api.jobs(fleet, JOB_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<JobPage>({ live: someOpen }),
  })

export const jobFacetsQuery = (fleet: MaybeFleet) =>
  queryOptions({
    queryKey: jobKeys.facets(fleet),
    queryFn: ({ signal }) => request(JobFacets, paths.api.jobFacets(fleet), { signal }),
    refetchInterval: pollEvery<JobFacets>(),
  })

/** The job without its parts. An ended one is asked again only after an import. */
export const jobDetailQuery = (id: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...jobKeys.job(id, fleet), 'detail'],
    queryFn: ({ signal }) => request(JobDetail, paths.api.job(id, fleet), { signal }),
    refetchInterval: pollEvery<JobDetail>({
      live: (job) => !isTerminal(job.statusDerived),
      ended: (job) => isTerminal(job.statusDerived),
    }),
  })

function part<T extends z.ZodType>(schema: T, name: Part, id: string, fleet: MaybeFleet, query: Query = {}) {
  return queryOptions({
    queryKey: [...jobKeys.job(id, fleet), name, query] as const,
    queryFn: ({ signal }) => request(schema, paths.api.jobPart(id, name, fleet, query), { signal }),
    placeholderData: keepPreviousData,
  })
}

/** `string | null`, which the literal alone would not say. */
const FIRST_PAGE = null as string | null

interface PageOf<Row> {
  items: Row[]
  nextCursor: string | null
  total: number | null
}

/** A part that comes page by page. */
function pages<Row>(schema: z.ZodType<PageOf<Row>>, name: Part, id: string, fleet: MaybeFleet, query: Query = {}) {
  return infiniteQueryOptions({
    queryKey: [...jobKeys.job(id, fleet), name, query] as const,
    queryFn: ({ signal, pageParam: cursor }) =>
      request(schema, paths.api.jobPart(id, name, fleet, { ...query, cursor }), { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
}

export const jobRunsQuery = (id: string, fleet: MaybeFleet) => pages(JobRunPage, 'runs', id, fleet)

export const jobPhasesQuery = (id: string, { runId, phaseType, status, flag }: JobView, fleet: MaybeFleet) =>
  pages(JobPhasePage, 'phases', id, fleet, { runId, phaseType, status, flag })

export const candidatesQuery = (id: string, { order: sort }: JobView, fleet: MaybeFleet) =>
  pages(CandidatePage, 'candidates', id, fleet, { sort })
export const candidateSeriesQuery = (id: string, fleet: MaybeFleet) =>
  part(CandidateSeries, 'candidates/series', id, fleet)

export const configurationsQuery = (id: string, fleet: MaybeFleet) =>
  pages(ConfigurationPage, 'results/summary', id, fleet, { limit: 100 })
export const resultsQuery = (id: string, { configuration, outcome, q, sort }: JobView, fleet: MaybeFleet) =>
  pages(ResultPage, 'results', id, fleet, { configuration, outcome, q, sort })
export const jobAgentsQuery = (id: string, fleet: MaybeFleet) => pages(AgentPage, 'agents', id, fleet)
/** Agents over the results of all jobs. */
export const agentsQuery = (filters: { system: string | undefined }, fleet: MaybeFleet) =>
  infiniteQueryOptions({
    queryKey: ['jobs', fleet ?? 'default', 'agents', filters.system ?? null] as const,
    queryFn: ({ signal, pageParam: cursor }) =>
      request(AgentPage, paths.api.jobAgents(fleet, { ...filters, cursor }), { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const eventFacetsQuery = (id: string, fleet: MaybeFleet) => part(JobEventFacets, 'events/facets', id, fleet)
export const jobEventsQuery = (id: string, { type, level, q, newestFirst, runId }: JobView, fleet: MaybeFleet) =>
  pages(JobEventPage, 'events', id, fleet, { type, level, q, newestFirst, runId, limit: 100 })

export const metricNamesQuery = (id: string, fleet: MaybeFleet) =>
  pages(JobMetricNamePage, 'metrics/names', id, fleet, { limit: 200 })
/** One metric; of all runs together, or of one. */
export interface MetricChoice {
  name: string
  runId: string | undefined
}
export const metricSeriesQuery = (id: string, { name, runId }: MetricChoice, fleet: MaybeFleet) =>
  part(JobMetricSeries, 'metrics/series', id, fleet, { name, runId })
export const metricPointsQuery = (id: string, { name, runId }: MetricChoice, fleet: MaybeFleet) =>
  pages(JobMetricPage, 'metrics', id, fleet, { name, runId, limit: 100 })

export const jobRawQuery = (id: string, fleet: MaybeFleet) => part(JobRawRecord, 'raw', id, fleet)
