import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { Overview } from '@/lib/overview/schema'
import { paths } from '@/lib/paths'

/** Runs or imports are going on: then the numbers move. */
const isLive = ({ runs, imports }: Overview) =>
  runs.open > 0 || imports.some(({ status }) => status === 'queued' || status === 'running')

export const overviewQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: ['overview', fleet] as const,
    queryFn: ({ signal }) => request(Overview, paths.api.overview(fleet), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<Overview>({ live: isLive }),
  })
