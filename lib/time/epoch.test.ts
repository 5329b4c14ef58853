import { expect, test } from 'vitest'
import { epochInText, isoFromEpoch } from './iso'

test('seconds and milliseconds are told apart by their size', () => {
  expect(isoFromEpoch(1_785_578_400)).toBe('2026-08-01T10:00:00.000Z')
  expect(isoFromEpoch(1_785_578_400.25)).toBe('2026-08-01T10:00:00.250Z')
  expect(isoFromEpoch(1_785_578_400_123)).toBe('2026-08-01T10:00:00.123Z')
})

test('a number that can be neither is no time', () => {
  for (const value of [0, -1, 42, 5e10, 1e13, 1e300, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(isoFromEpoch(value)).toBeNull()
  }
})

test('only digits are a time in text', () => {
  expect(epochInText(' 1785578400 ')).toBe(1_785_578_400)
  for (const text of ['', '2026', '20260801T100000Z', '1e9', '-1785578400', '9'.repeat(5_000)]) {
    expect(epochInText(text)).toBeNaN()
  }
})
