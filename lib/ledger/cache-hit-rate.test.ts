import { expect, it } from 'vitest'
import { cacheHitRate } from './cache-hit-rate'

const NONE = { input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null }

it.each([
  ['all classes', { input: 10, cacheRead: 60, cacheWrite5m: 20, cacheWrite1h: 10 }, 0.6],
  ['a provider without cache writes', { ...NONE, input: 25, cacheRead: 75 }, 0.75],
  ['nothing from the cache', { ...NONE, input: 25, cacheRead: 0 }, 0],
  ['cache reads not recorded', { ...NONE, input: 25 }, null],
  ['input not recorded', { ...NONE, cacheRead: 25, cacheWrite5m: 1 }, null],
  ['nothing sent', { ...NONE, input: 0, cacheRead: 0 }, null],
])('the cache hit rate of %s', (_, usage, rate) => {
  expect(cacheHitRate(usage)).toBe(rate)
})
