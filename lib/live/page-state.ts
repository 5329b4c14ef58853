/** What the header says about the data of this page, computed from the queries that stand on it. Pure. */
export interface QueryFacts {
  /** `unreachable`: no answer came; `refused`: the server answered that it cannot. */
  failed: false | 'unreachable' | 'refused'
  /** Milliseconds; 0 when there was never data. */
  dataUpdatedAt: number
  errorUpdatedAt: number
  /** Time to the next poll, false when there will be none. */
  interval: number | false
}

export interface PageState {
  kind: 'live' | 'paused' | 'reconnecting' | 'failing' | 'ended' | 'still'
  /** The age the header shows: of the oldest failing part, else of the newest answer. */
  lastMs: number | null
  nextTryMs: number | null
}

export function pageState(queries: readonly QueryFacts[], paused: boolean): PageState {
  const failing = queries.filter((query) => query.failed)
  const lastMs = failing.length > 0 ? oldest(failing) : newest(queries)
  if (paused) return { kind: 'paused', lastMs, nextTryMs: null }
  if (failing.length > 0) {
    const tries = failing.flatMap((query) => (query.interval === false ? [] : [query.errorUpdatedAt + query.interval]))
    const unreachable = failing.some((query) => query.failed === 'unreachable')
    return {
      kind: unreachable ? 'reconnecting' : 'failing',
      lastMs,
      nextTryMs: tries.length > 0 ? Math.min(...tries) : null,
    }
  }
  if (queries.length === 0) return { kind: 'still', lastMs: null, nextTryMs: null }
  const polled = queries.some((query) => query.interval !== false)
  return { kind: polled ? 'live' : 'ended', lastMs, nextTryMs: null }
}

function newest(queries: readonly QueryFacts[]): number | null {
  return Math.max(0, ...queries.map((query) => query.dataUpdatedAt)) || null
}

function oldest(queries: readonly QueryFacts[]): number | null {
  const known = queries.map((query) => query.dataUpdatedAt).filter((at) => at > 0)
  return known.length > 0 ? Math.min(...known) : null
}
