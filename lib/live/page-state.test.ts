import { describe, expect, it } from 'vitest'
import { pageState, type QueryFacts } from '@/lib/live/page-state'

const query = (rest: Partial<QueryFacts> = {}): QueryFacts => ({
  failed: false,
  dataUpdatedAt: 1_000,
  errorUpdatedAt: 0,
  interval: 5_000,
  ...rest,
})

describe('pageState', () => {
  it('is live with the age of the newest answer', () => {
    expect(pageState([query(), query({ dataUpdatedAt: 3_000 })], false)).toEqual({
      kind: 'live',
      lastMs: 3_000,
      nextTryMs: null,
    })
  })
  it('is reconnecting as soon as one part fails, with the age of that part and the next try', () => {
    const failing = query({ failed: 'unreachable', dataUpdatedAt: 500, errorUpdatedAt: 4_000, interval: 10_000 })
    expect(pageState([query(), failing], false)).toEqual({ kind: 'reconnecting', lastMs: 500, nextTryMs: 14_000 })
  })
  it('is failing, not reconnecting, when the server answers that it cannot', () => {
    expect(pageState([query({ failed: 'refused', errorUpdatedAt: 9 })], false).kind).toBe('failing')
  })
  it('has no age when nothing was ever read', () => {
    expect(pageState([query({ failed: 'unreachable', dataUpdatedAt: 0, errorUpdatedAt: 9 })], false)).toMatchObject({
      kind: 'reconnecting',
      lastMs: null,
    })
  })
  it('has ended when nothing will be asked again', () => {
    expect(pageState([query({ interval: false })], false).kind).toBe('ended')
  })
  it('is paused whatever else is true, and still where nothing is asked', () => {
    expect(pageState([query({ failed: 'refused' })], true).kind).toBe('paused')
    expect(pageState([], false).kind).toBe('still')
  })
})
