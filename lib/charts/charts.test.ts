import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BarSeries, barModel, peakText } from '@/lib/charts/bar-model'
import { labelledKeys, niceTicks, tickText } from '@/lib/charts/ticks'

const SERIES: BarSeries[] = [
  { key: 'a', label: 'a', fill: 's1' },
  { key: 'b', label: 'b', fill: 's2' },
]

describe('niceTicks', () => {
  it('begins at zero, covers the maximum and draws three to six lines', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e15, noNaN: true }), (max) => {
        const ticks = niceTicks(max)
        expect(ticks[0]).toBe(0)
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * (1 - 1e-9))
        expect(ticks.length).toBeGreaterThanOrEqual(3)
        expect(ticks.length).toBeLessThanOrEqual(6)
      }),
    )
  })
  it('counts things in whole steps', () => {
    expect(niceTicks(1, { whole: true })).toEqual([0, 1])
    expect(niceTicks(3, { whole: true })).toEqual([0, 1, 2, 3])
    expect(niceTicks(18, { whole: true })).toEqual([0, 5, 10, 15, 20])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (max) => niceTicks(max, { whole: true }).every(Number.isInteger)),
    )
  })
  it('still has an axis when there is nothing to show', () => {
    for (const max of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(niceTicks(max)).toEqual([0, 1])
  })
})

describe('tickText', () => {
  it('is short and keeps half steps', () => {
    expect([0, 5, 999, 1_000, 2_500_000, 4e9].map(tickText)).toEqual([
      '0',
      '5',
      '999',
      '1\u00a0k',
      '2.5\u00a0M',
      '4\u00a0G',
    ])
  })
})

describe('labelledKeys', () => {
  it('labels few enough days, the last among them', () => {
    const days = Array.from({ length: 14 }, (_, index) => `d${index}`)
    expect(labelledKeys(days, 5)).toEqual(['d1', 'd4', 'd7', 'd10', 'd13'])
    expect(labelledKeys(['d0'], 5)).toEqual(['d0'])
    expect(labelledKeys([], 5)).toEqual([])
  })
})

describe('barModel', () => {
  const days = [
    { day: '2025-12-23', values: [null, null] },
    { day: '2025-12-24', values: [5, null] },
    { day: '2025-12-25', values: [0, 3] },
  ]
  it('keeps a day without a record apart from a day of zero', () => {
    const { slots, series, peak } = barModel(SERIES, days)
    expect(slots.map(({ total }) => total)).toEqual([null, 5, 3])
    expect(series.map(({ total }) => total)).toEqual([5, 3])
    expect(peak?.day).toBe('2025-12-24')
  })
  it('marks the day that has not ended', () => {
    const { slots } = barModel(SERIES, days, { fillingDay: '2025-12-25' })
    expect(slots.map(({ filling }) => filling)).toEqual([false, false, true])
  })
  it('says in words where the peak is, and when there is none', () => {
    expect(peakText(barModel(SERIES, days), String)).toBe('peak 5 on 24\u00a0Dec')
    expect(peakText(barModel(SERIES, days.slice(0, 1)), String)).toBe('nothing recorded')
    expect(peakText(barModel(SERIES, [{ day: '2025-12-23', values: [0, 0] }]), String)).toBe('none in these days')
    expect(peakText(barModel([], []), String)).toBe('nothing recorded')
  })
  it('survives a reply whose days and series differ in length', () => {
    expect(barModel(SERIES, [{ day: '2025-12-23', values: [1, 2, 3] }]).slots[0]?.total).toBe(3)
    expect(barModel(SERIES, [{ day: '2025-12-23', values: [] }]).slots[0]?.values).toEqual([null, null])
  })
})
