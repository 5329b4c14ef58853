import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type DaysSpent, projectPeriod } from './projection'
import { boundReasons, countStates, stateOf, type Used } from './target-state'

const days = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 7, maxLength: 28 })
const spent = fc.record({ before: fc.nat({ max: 1e6 }), today: fc.nat({ max: 1e6 }), daysLeft: fc.nat({ max: 30 }) })
const project = (history: readonly number[], rest: Omit<DaysSpent, 'history' | 'observedDays'>, cap = 0) => {
  const projection = projectPeriod({ history, observedDays: history.length, ...rest }, cap)
  if (projection.basis === 'none') throw new Error('enough days were given')
  return projection
}

it('fewer than seven observed days are no basis, and the number of them is said', () => {
  const few = { history: [1, 2, 0, 0, 0, 0, 3, 4], observedDays: 4, before: 9, today: 1, daysLeft: 3 }
  expect(projectPeriod(few, 100)).toEqual({ basis: 'none', observedDays: 4, neededDays: 7 })
})

it('an interval holds its estimate, and is never below what is spent already', () => {
  fc.assert(
    fc.property(days, spent, (history, rest) => {
      const { low, estimate, high } = project(history, rest)
      expect(low).toBeLessThanOrEqual(estimate)
      expect(estimate).toBeLessThanOrEqual(high)
      expect(low).toBeGreaterThanOrEqual(rest.before + rest.today)
    }),
    { numRuns: 20 },
  )
})

it('more spent on any day, before or to come, never projects less; a higher cap is passed in no more futures', () => {
  fc.assert(
    fc.property(days, spent, fc.nat(), fc.nat({ max: 1e6 }), (history, rest, at, more) => {
      const raised = history.map((value, index) => (index === at % history.length ? value + more : value))
      const [base, dearer, longer] = [
        project(history, rest, 1e6),
        project(raised, rest, 1e6),
        project(history, { ...rest, today: rest.today + more }, 1e6),
      ]
      for (const other of [dearer, longer]) {
        expect(other.low).toBeGreaterThanOrEqual(base.low)
        expect(other.high).toBeGreaterThanOrEqual(base.high)
        expect(other.overShare).toBeGreaterThanOrEqual(base.overShare)
      }
      expect(project(history, rest, 2e6).overShare).toBeLessThanOrEqual(base.overShare)
    }),
    { numRuns: 20 },
  )
})

it('days that are all alike project to one number, and the same days always to the same interval', () => {
  expect(project([5, 5, 5, 5, 5, 5, 5], { before: 10, today: 2, daysLeft: 3 }, 29)).toMatchObject({
    ...{ low: 30, estimate: 30, high: 30, overShare: 1 },
  })
  const rest = { before: 0, today: 0, daysLeft: 9 }
  expect(project([1, 9, 2, 8, 3, 7, 4], rest)).toEqual(project([1, 9, 2, 8, 3, 7, 4], rest))
})

it('use is within a cap only when all of it is known, and over it when what is known is', () => {
  const used = (change: Partial<Used>): Used => ({
    ...{ target: 'a', amount: 5n, events: 2n, unknown: 0n, isPartial: false },
    ...change,
  })
  expect(stateOf(used({}), 5n)).toBe('within')
  expect(stateOf(used({}), 4n)).toBe('over')
  expect(stateOf(used({ unknown: 1n }), 5n)).toBe('cannot_tell')
  expect(stateOf(used({ isPartial: true }), 5n)).toBe('cannot_tell')
  expect(stateOf(used({ unknown: 1n }), 4n)).toBe('over')
  expect(stateOf(used({ amount: null }), 4n)).toBe('cannot_tell')
  expect(boundReasons(used({ unknown: 1n, isPartial: true }), 'dollars')).toEqual(['unpriced', 'output_not_recorded'])
  expect(countStates([used({}), used({ amount: 9n }), used({ amount: null })], () => 6n)).toEqual({
    ...{ targets: 3, over: 1, cannotTell: 1, within: 1 },
  })
})
