import { describe, expect, it } from 'vitest'
import { degradedReasons, type Vitals } from './reasons'

const well: Vitals = {
  workerExpected: true,
  workerAlive: true,
  failingSources: [],
  newestImportError: null,
  freeBytes: 10_000_000_000,
}

describe('degradedReasons', () => {
  it('has nothing to say when all is well, or when free space cannot be told', () => {
    expect(degradedReasons(well)).toEqual([])
    expect(degradedReasons({ ...well, freeBytes: null })).toEqual([])
  })

  it('misses a worker only where one is expected', () => {
    expect(degradedReasons({ ...well, workerAlive: false })).toHaveLength(1)
    expect(degradedReasons({ ...well, workerAlive: false, workerExpected: false })).toEqual([])
  })

  it('names what fails', () => {
    const reasons = degradedReasons({
      ...well,
      failingSources: [{ path: '/records', error: 'permission denied' }],
      newestImportError: 'disk full',
      freeBytes: 1_500_000,
    })
    expect(reasons).toEqual([
      'The source /records fails: permission denied',
      'The newest import failed: disk full',
      'Only 1 MB are free where the database lies',
    ])
  })
})
