import type { Query } from '@tanstack/react-query'
import { liveSwitch } from '@/lib/live/live-switch'

const LIVE_MS = 2_000
const QUIET_MS = 5_000
const SLOWEST_MS = 30_000
const JITTER = 0.2

/** From −1 to 1 for the n-th failure. The same n must give the same value, else each drawing would restart the wait. */
type Jitter = (failure: number) => number

/** Differs between tabs, so that many of them do not come back in the same moment. */
const tabSalt = Math.random()
const tabJitter: Jitter = (failure) => Math.sin((failure + 1) * (1 + tabSalt * 97))

interface PollOptions<T> {
  /** True while anything in the reply is alive: then the wait is 2 s, else 5 s. */
  live?: (data: T) => boolean
  /** True when nothing more will happen: then polling ends. */
  ended?: (data: T) => boolean
  jitter?: Jitter
  paused?: () => boolean
}

/**
 * A `refetchInterval`. While requests fail it waits as long as the outage has lasted, at most 30 s, ±20 %;
 * it stops while paused and for good when the object ended. A hidden tab pauses by TanStack's own default.
 */
export function pollEvery<T>({ live, ended, jitter = tabJitter, paused = liveSwitch.isPaused }: PollOptions<T> = {}) {
  return (query: Pick<Query<T, Error, T, readonly unknown[]>, 'state'>): number | false => {
    if (paused()) return false
    const { data, status } = query.state
    if (data !== undefined && ended?.(data)) return false
    const steady = data !== undefined && live?.(data) ? LIVE_MS : QUIET_MS
    return status === 'error' ? waitAfterFailure(query.state, steady, jitter) : steady
  }
}

interface FailureState {
  dataUpdatedAt: number
  errorUpdatedAt: number
  errorUpdateCount: number
}

function waitAfterFailure(state: FailureState, steady: number, jitter: Jitter): number {
  const outage =
    state.dataUpdatedAt > 0
      ? state.errorUpdatedAt - state.dataUpdatedAt
      : steady * 2 ** Math.min(state.errorUpdateCount - 1, 10)
  const wait = Math.min(Math.max(outage, steady), SLOWEST_MS)
  return Math.round(wait * (1 + JITTER * jitter(state.errorUpdateCount)))
}
