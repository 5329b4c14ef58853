import { expect, test } from 'vitest'
import { trendOf, trendWindows } from './pattern-trend'
import type { Trend } from './trends'

const NOW = '2026-03-31T00:00:00.000Z'
const ago = (days: number) => new Date(Date.parse(NOW) - days * 86_400_000).toISOString()

test.each<[string, Trend, number, number, number, number]>([
  ['first seen this week, however often', 'new', 3, 0, 500, 0],
  ['as often as before', 'steady', 60, 1, 7, 28],
  ['five times as often', 'escalating', 60, 0, 35, 28],
  ['twice as often, yet too few to tell', 'steady', 60, 1, 2, 4],
  ['twice as often in large numbers', 'escalating', 60, 0, 700, 1_400],
  ['a quarter more in large numbers: real, and no alarm', 'steady', 60, 0, 875, 2_800],
  ['a tenth of before', 'falling', 60, 3, 5, 200],
  ['none this week after many', 'falling', 60, 8, 0, 40],
  ['none this week after one', 'steady', 60, 20, 0, 1],
  ['none for five weeks', 'silent', 200, 36, 0, 0],
  ['two weeks old: held against its one week', 'escalating', 14, 0, 40, 8],
  ['back after a month of nothing', 'escalating', 200, 0, 6, 0],
  ['back once', 'steady', 200, 0, 1, 0],
])('%s: %s', (_, trend, first, last, recent, before) => {
  const facts = { firstSeenAt: ago(first), lastSeenAt: ago(last), recent, before, now: NOW }
  expect(trendOf(facts)).toBe(trend)
})

test('the windows end now and touch each other', () => {
  expect(trendWindows(NOW)).toEqual({ recentFrom: ago(7), beforeFrom: ago(35) })
})
