import { expect, test } from 'vitest'
import { apart, hitRate } from './hit-rate'

test('a rate is told per 100 exposed runs, with the interval of Wilson', () => {
  const { per100, ci } = hitRate(1, 10)
  expect(per100).toBe(10)
  expect(ci?.map((end) => Math.round(end * 10) / 10)).toEqual([1.8, 40.4])
  expect(hitRate(0, 62).ci?.map((end) => Math.round(end * 10) / 10)).toEqual([0, 5.8])
})

test('where nothing ran there is no rate, and no zero', () => {
  expect(hitRate(0, 0)).toEqual({ hit: 0, exposed: 0, per100: null, ci: null })
  expect(apart(hitRate(0, 0), hitRate(1, 2))).toBeNull()
})

test('rates are apart when their intervals are', () => {
  expect(apart(hitRate(0, 62), hitRate(1, 8))).toBe(false)
  expect(apart(hitRate(0, 62), hitRate(20, 30))).toBe(true)
  expect(apart(hitRate(20, 30), hitRate(0, 62))).toBe(true)
})
