import { describe, expect, it } from 'vitest'
import { isCurrentPage, pageInFleet } from '@/components/shell/pages'
import { fleetFrom, paths, toQuery, withFleet } from '@/lib/paths'

describe('paths', () => {
  it('encodes ids of any shape and carries the fleet', () => {
    expect(paths.run('autopack@x:a/b "c"#d?e', 'sample')).toBe(
      '/runs/autopack%40x%3Aa%2Fb%20%22c%22%23d%3Fe?fleet=sample',
    )
    expect(paths.api.runPart('a:b', 'ledgers', 'own')).toBe('/api/v1/runs/a%3Ab/ledgers?fleet=own')
    expect(paths.runs('own', { status: 'failed', q: 'ü&=' })).toBe('/runs?status=failed&q=%C3%BC%26%3D&fleet=own')
    expect(paths.overview()).toBe('/')
  })
  it('replaces a fleet that is there and keeps the rest', () => {
    expect(withFleet('/runs?fleet=own&q=a#row', 'sample')).toBe('/runs?fleet=sample&q=a#row')
    expect(withFleet('/runs?q=a')).toBe('/runs?q=a')
  })
  it('leaves out what is not set', () => {
    expect(toQuery({ a: null, b: undefined, c: '', d: 0, e: false })).toBe('?d=0&e=false')
    expect(toQuery({})).toBe('')
  })
  it('takes nonsense in the address for no fleet', () => {
    expect(fleetFrom({ fleet: 'sample' })).toBe('sample')
    expect(fleetFrom({ fleet: ['own', 'sample'] })).toBeUndefined()
    expect(fleetFrom({ fleet: '<script>' })).toBeUndefined()
  })
  it('an object of one fleet leads to its list in the other', () => {
    expect(pageInFleet('/runs/autopack%3Ax', 'sample')).toBe('/runs?fleet=sample')
    expect(pageInFleet('/nowhere', 'own')).toBe('/?fleet=own')
    expect(isCurrentPage('/', '/runs')).toBe(false)
    expect(isCurrentPage('/runs', '/runsheet')).toBe(false)
  })
})
