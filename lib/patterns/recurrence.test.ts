import { expect, test } from 'vitest'
import { PATTERN_STATES } from './pattern-states'
import { confidenceOf, priorityOf, recurrenceOf } from './recurrence'

test.each([
  [1, 'low', 'low'],
  [2, 'low', 'low'],
  [3, 'medium', 'low'],
  [5, 'high', 'medium'],
  [9, 'high', 'medium'],
  [10, 'high', 'high'],
])('%i occurrences: confidence %s, priority %s', (count, confidence, priority) => {
  expect([confidenceOf(count), priorityOf(count)]).toEqual([confidence, priority])
})

const facts = { firstSeenAt: '2026-03-01T00:00:00.000Z', now: '2026-03-11T12:00:00.000Z' }

test('what came back is told with its count and its age in whole days', () => {
  expect(recurrenceOf({ ...facts, state: 'acknowledged', tellings: 4 })).toEqual({
    ...{ sessions: 4, daysOpen: 10, told: 'told 4 times, still not fixed' },
  })
})

test('what was told once is no recurrence, and what is fixed or ignored is not open', () => {
  expect(recurrenceOf({ ...facts, state: 'new', tellings: 1 }).told).toBeNull()
  const open = PATTERN_STATES.filter((state) => recurrenceOf({ ...facts, state, tellings: 2 }).told !== null)
  expect(open).toEqual(['new', 'acknowledged', 'fix_proposed', 'regressed'])
})

test('without a time there is no age, and a clock that runs behind gives none', () => {
  expect(recurrenceOf({ ...facts, firstSeenAt: null, state: 'new', tellings: 1 }).daysOpen).toBe(0)
  expect(recurrenceOf({ ...facts, now: '2026-02-01T00:00:00.000Z', state: 'new', tellings: 1 }).daysOpen).toBe(0)
})
