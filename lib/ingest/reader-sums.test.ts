import { expect, test } from 'vitest'
import { SYSTEMS } from '@/lib/model/systems'
import { READER_SUMS } from './reader-sums'
import { readersVersion } from './reader-versions'

test('what is known of the readers without loading them is what they are', () => {
  const sums = Object.fromEntries(SYSTEMS.map((system) => [system, readersVersion(system)]))
  expect(READER_SUMS).toEqual(Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum > 0)))
})
