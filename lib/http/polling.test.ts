import { environmentManager, onlineManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pollEvery } from '@/lib/http/polling'
import { liveSwitch } from '@/lib/live/live-switch'

interface Reply {
  state: 'running' | 'waiting' | 'done'
}

const still = () => 0
let client: QueryClient

beforeEach(() => {
  // Node has no window: without this the observer would take itself for a server and never poll.
  environmentManager.setIsServer(() => false)
  vi.useFakeTimers({ now: 1_000_000 })
  onlineManager.setOnline(true)
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
})
afterEach(() => {
  client.clear()
  liveSwitch.setPaused(false)
  vi.useRealTimers()
})

/** A real observer over `answer`; counts the calls. */
function poll(answer: () => Promise<Reply>, options: Parameters<typeof pollEvery<Reply>>[0] = {}) {
  const calls: number[] = []
  const observer = new QueryObserver<Reply, Error, Reply, Reply, readonly unknown[]>(client, {
    queryKey: ['poll'],
    queryFn: () => {
      calls.push(Date.now() - 1_000_000)
      return answer()
    },
    refetchInterval: pollEvery<Reply>({
      live: ({ state }) => state === 'running',
      ended: ({ state }) => state === 'done',
      jitter: still,
      ...options,
    }),
    refetchIntervalInBackground: true,
  })
  const stop = observer.subscribe(() => {})
  return { calls, stop, observer }
}

describe('pollEvery', () => {
  it('asks every 2 s while something is alive', async () => {
    const { calls, stop } = poll(async () => ({ state: 'running' }))
    await vi.advanceTimersByTimeAsync(6_100)
    stop()
    expect(calls).toEqual([0, 2_000, 4_000, 6_000])
  })

  it('asks every 5 s when nothing is alive', async () => {
    const { calls, stop } = poll(async () => ({ state: 'waiting' }))
    await vi.advanceTimersByTimeAsync(10_100)
    stop()
    expect(calls).toEqual([0, 5_000, 10_000])
  })

  it('never asks again about a thing that has ended', async () => {
    const { calls, stop } = poll(async () => ({ state: 'done' }))
    await vi.advanceTimersByTimeAsync(120_000)
    stop()
    expect(calls).toEqual([0])
  })

  it('speeds up when a thing comes alive, and stops when it ends', async () => {
    const states: Reply['state'][] = ['waiting', 'running', 'done']
    const { calls, stop } = poll(async () => ({ state: states.shift() ?? 'done' }))
    await vi.advanceTimersByTimeAsync(60_000)
    stop()
    expect(calls).toEqual([0, 5_000, 7_000])
  })

  it('waits longer and longer during an outage, never more than 30 s, and is quick again after it', async () => {
    let down = false
    const { calls, stop, observer } = poll(async () => {
      if (down) throw new Error('down')
      return { state: 'running' }
    })
    await vi.advanceTimersByTimeAsync(10)
    down = true
    await vi.advanceTimersByTimeAsync(180_000)
    const waits = calls.slice(1).map((at, index) => at - (calls[index] ?? 0))
    expect(waits.slice(0, 6)).toEqual([2_000, 2_000, 4_000, 8_000, 16_000, 30_000])
    expect(Math.max(...waits)).toBe(30_000)
    expect(observer.getCurrentResult().data).toEqual({ state: 'running' })
    down = false
    await vi.advanceTimersByTimeAsync(34_100)
    stop()
    expect((calls.at(-1) ?? 0) - (calls.at(-2) ?? 0)).toBe(2_000)
  })

  it('backs off when there never was an answer', async () => {
    const { calls, stop } = poll(async () => {
      throw new Error('down')
    })
    await vi.advanceTimersByTimeAsync(66_000)
    stop()
    expect(calls).toEqual([0, 5_000, 15_000, 35_000, 65_000])
  })

  it('spreads by a fifth at most, and gives the same wait each time it is asked', () => {
    const state = {
      data: undefined,
      status: 'error',
      dataUpdatedAt: 0,
      errorUpdatedAt: 5,
      errorUpdateCount: 9,
    } as const
    const wait = (jitter: () => number) =>
      pollEvery<Reply>({ jitter })({ state } as unknown as Parameters<ReturnType<typeof pollEvery<Reply>>>[0])
    expect(wait(() => 1)).toBe(36_000)
    expect(wait(() => -1)).toBe(24_000)
    const own = pollEvery<Reply>()
    const query = { state } as unknown as Parameters<typeof own>[0]
    expect(own(query)).toBe(own(query))
    expect(own(query)).toBeGreaterThanOrEqual(24_000)
    expect(own(query)).toBeLessThanOrEqual(36_000)
  })

  it('does not ask while paused, and goes on when the options are looked at again', async () => {
    const { calls, stop, observer } = poll(async () => ({ state: 'running' }))
    await vi.advanceTimersByTimeAsync(2_100)
    liveSwitch.setPaused(true)
    observer.setOptions(observer.options)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toEqual([0, 2_000])
    liveSwitch.setPaused(false)
    observer.setOptions(observer.options)
    await vi.advanceTimersByTimeAsync(2_100)
    stop()
    expect(calls).toHaveLength(3)
  })
})
