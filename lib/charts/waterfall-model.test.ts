import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type WaterfallValue, waterfallModel } from './waterfall-model'

const value = (key: string, amount: number | null, doubt: string | null = null): WaterfallValue => ({
  key,
  label: key,
  value: amount,
  doubt,
})

describe('waterfallModel', () => {
  it('begins each bar where the one before ended, and spans all with the last', () => {
    const { slots, ticks } = waterfallModel(
      [value('a', 10), value('b', -25), value('c', null), value('d', 5)],
      'All',
      9,
    )
    expect(slots.map(({ key, from, to, isTotal }) => [key, from, to, isTotal])).toEqual([
      ['a', 0, 10, false],
      ['b', 10, -15, false],
      ['c', -15, -15, false],
      ['d', -15, -10, false],
      ['total', 0, -10, true],
    ])
    expect([ticks[0], ticks.at(-1)]).toEqual([-15, 10])
  })

  it('draws nothing but the sum where there is no part', () => {
    const { slots, ticks } = waterfallModel([], 'All', 9)
    expect(slots).toMatchObject([{ key: 'total', value: 0 }])
    expect(ticks.length).toBeGreaterThan(1)
  })

  it('folds the smallest into one bar that says what it lacks', () => {
    const { slots } = waterfallModel(
      [value('a', 1), value('b', 50), value('c', null, 'unknown'), value('d', -60)],
      'All',
      3,
    )
    expect(slots.map(({ label, value: amount, doubt }) => [label, amount, doubt])).toEqual([
      ['b', 50, null],
      ['d', -60, null],
      ['2 smaller', 1, 'not all recorded for 1 of them'],
      ['All', -9, null],
    ])
  })

  it('has the same sum, however much is folded', () => {
    const amounts = fc.array(fc.option(fc.integer({ min: -1e9, max: 1e9 })), { maxLength: 40 })
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 20 }), (list, most) => {
        const { slots } = waterfallModel(
          list.map((amount, at) => value(String(at), amount)),
          'All',
          most,
        )
        expect(slots.at(-1)?.value).toBe(list.reduce<number>((sum, amount) => sum + (amount ?? 0), 0))
        expect(slots.length).toBeLessThanOrEqual(most + 1)
      }),
    )
  })
})
