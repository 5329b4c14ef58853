'use client'

import { notifyManager, type Query, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import { ApiError } from '@/lib/http/api-client'
import { liveSwitch } from '@/lib/live/live-switch'
import { type PageState, pageState, type QueryFacts } from '@/lib/live/page-state'

interface Live extends PageState {
  paused: boolean
  setPaused: (paused: boolean) => void
  refresh: () => void
}

const START: PageState = { kind: 'still', lastMs: null, nextTryMs: null }
const LiveContext = createContext<Live>({ ...START, paused: false, setPaused: () => {}, refresh: () => {} })

/** Live or paused, the age of the data and what is failing on this page. */
export function useLive(): Live {
  return useContext(LiveContext)
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const paused = useSyncExternalStore(liveSwitch.subscribe, liveSwitch.isPaused, () => false)
  const state = usePageState(client, paused)
  useEffect(() => liveSwitch.subscribe(() => applySwitch(client)), [client])
  const refresh = useCallback(() => void client.refetchQueries({ type: 'active', predicate: onPage }), [client])
  return <LiveContext value={{ ...state, paused, setPaused: liveSwitch.setPaused, refresh }}>{children}</LiveContext>
}

/** Queries beside the page (a search, a self-check) carry `meta: { aside: true }` and say nothing about its age. */
const onPage = (query: Query) => query.meta?.['aside'] !== true

function factsOf(query: Query): QueryFacts {
  const intervals = query.observers.map(({ options: { refetchInterval } }) =>
    typeof refetchInterval === 'function' ? refetchInterval(query) : (refetchInterval ?? false),
  )
  const waits = intervals.filter((interval) => typeof interval === 'number')
  const { status, error, dataUpdatedAt, errorUpdatedAt } = query.state
  return {
    failed: status === 'error' && (error instanceof ApiError ? 'refused' : 'unreachable'),
    dataUpdatedAt,
    errorUpdatedAt,
    interval: waits.length > 0 ? Math.min(...waits) : false,
  }
}

function usePageState(client: QueryClient, paused: boolean): PageState {
  const last = useRef(START)
  const subscribe = useCallback(
    (onChange: () => void) => client.getQueryCache().subscribe(notifyManager.batchCalls(onChange)),
    [client],
  )
  const read = () => {
    const queries = client.getQueryCache().findAll({ type: 'active', predicate: onPage })
    const next = pageState(queries.map(factsOf), paused)
    const { kind, lastMs, nextTryMs } = last.current
    if (next.kind !== kind || next.lastMs !== lastMs || next.nextTryMs !== nextTryMs) last.current = next
    return last.current
  }
  return useSyncExternalStore(subscribe, read, () => START)
}

/** A running interval is only looked at again when options are set: without this a pause would come one poll late. */
function applySwitch(client: QueryClient): void {
  for (const query of client.getQueryCache().findAll({ type: 'active' })) {
    for (const observer of query.observers) observer.setOptions(observer.options)
  }
  if (!liveSwitch.isPaused()) void client.refetchQueries({ type: 'active', predicate: onPage })
}
