import { expect, it } from 'vitest'
import { nearest } from './nearest'

const WORDS = ['status', 'start', 'tokens', 'import', 'config']

it.each([
  ['statsu', 'status'],
  ['STATUS', 'status'],
  ['imp', 'import'],
  ['tokns', 'tokens'],
  ['cfg', null],
  ['zzzzzzzz', null],
  ['', null],
])('answers %j with %j', (word, meant) => {
  expect(nearest(word, WORDS)).toBe(meant)
})

it('is not slow on hostile words', () => {
  expect(nearest('x'.repeat(5_000_000), WORDS)).toBeNull()
})
