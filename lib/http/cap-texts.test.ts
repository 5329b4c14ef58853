import { expect, test } from 'vitest'
import { capTexts } from './cap-texts'

test('long texts are cut wherever they stand, and say how long they were; the rest is untouched', () => {
  const value = { a: ['x'.repeat(9_000), 7, null], b: { c: 'short', d: true } }
  const capped = capTexts(value)
  expect(capped.a[0]).toMatch(/^x{8000} … \(9,000 characters in all\)$/)
  expect({ ...capped, a: capped.a.slice(1) }).toEqual({ a: [7, null], b: { c: 'short', d: true } })
})

test('a cut inside a character leaves valid text', () => {
  const capped = capTexts(`${'x'.repeat(7_999)}😀${'y'.repeat(10)}`)
  expect(capped.isWellFormed()).toBe(true)
})
