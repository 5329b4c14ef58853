import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { LedgersWire } from '@/lib/ledgers/schema'
import { isTerminal } from '@/lib/model/status'
import { paths } from '@/lib/paths'
import { RUN_LIST } from './filters'
import {
  FailurePage,
  type ListRunsInput,
  Phase6StatsWire,
  RunCounts,
  RunDetail,
  RunPage,
  RunStatusWire,
  TimelinePage,
  TokenEfficiencyWire,
} from './schema'

type MaybeFleet = Fleet | undefined

/** Keys hold what the address says, never a moment, so that a poll refreshes and never starts over. */
export const runKeys = {
  lists: (fleet: MaybeFleet) => ['runs', fleet ?? 'default', 'list'] as const,
  counts: (fleet: MaybeFleet) => ['runs', fleet ?? 'default', 'counts'] as const,
  run: (id: string, fleet: MaybeFleet) => ['run', fleet ?? 'default', id] as const,
}

/** A run that has not ended may change at any moment; an interrupted one may come back. */
const someOpen = (page: RunPage) => page.items.some((run) => !isTerminal(run.statusDerived))

export const runListQuery = (filters: ListRunsInput, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...runKeys.lists(fleet), RUN_LIST.query(filters)],
    queryFn: ({ signal }) => request(RunPage, paths.api.runs(fleet, RUN_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<RunPage>({ live: someOpen }),
  })

export const runCountsQuery = (fleet: MaybeFleet) =>
  queryOptions({
    queryKey: runKeys.counts(fleet),
    queryFn: ({ signal }) => request(RunCounts, paths.api.runCounts(fleet), { signal }),
    refetchInterval: pollEvery<RunCounts>(),
  })

/** The run with all its parts. Asked again when its small status route tells a new revision. */
export const runDetailQuery = (id: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...runKeys.run(id, fleet), 'detail'],
    queryFn: ({ signal }) => request(RunDetail, paths.api.run(id, fleet), { signal }),
  })

export const runStatusQuery = (id: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...runKeys.run(id, fleet), 'status'],
    queryFn: ({ signal }) => request(RunStatusWire, paths.api.runPart(id, 'status', fleet), { signal }),
    refetchInterval: pollEvery<RunStatusWire>({ live: () => true, ended: (status) => status.terminal }),
  })

export const runLedgersQuery = (id: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...runKeys.run(id, fleet), 'ledgers'],
    queryFn: ({ signal }) => request(LedgersWire, paths.api.runPart(id, 'ledgers', fleet), { signal }),
  })

export const phase6Query = (id: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...runKeys.run(id, fleet), 'phase6-stats'],
    queryFn: ({ signal }) => request(Phase6StatsWire, paths.api.runPart(id, 'phase6-stats', fleet), { signal }),
  })

export const tokenEfficiencyQuery = (id: string, fleet: MaybeFleet) =>
  queryOptions({
    queryKey: [...runKeys.run(id, fleet), 'token-efficiency'],
    queryFn: ({ signal }) => request(TokenEfficiencyWire, paths.api.runPart(id, 'token-efficiency', fleet), { signal }),
  })

/** `string | null`, which the literal alone would not say. */
const FIRST_PAGE = null as string | null

/** @param from the failure that the first page begins with; null: the newest */
export const runFailuresQuery = (id: string, fleet: MaybeFleet, from: string | null = null) =>
  infiniteQueryOptions({
    queryKey: [...runKeys.run(id, fleet), 'failures', from],
    queryFn: ({ signal, pageParam: cursor }) =>
      request(FailurePage, paths.api.runPart(id, 'failures', fleet, { cursor, from: cursor === null ? from : null }), {
        signal,
      }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
  })

export const runTimelineQuery = (id: string, fleet: MaybeFleet) =>
  infiniteQueryOptions({
    queryKey: [...runKeys.run(id, fleet), 'timeline'],
    queryFn: ({ signal, pageParam: cursor }) =>
      request(TimelinePage, paths.api.runPart(id, 'timeline', fleet, { cursor, limit: 25 }), { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
  })
