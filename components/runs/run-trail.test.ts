import { expect, it } from 'vitest'
import { placeInTrail } from './run-trail'

const trail = JSON.stringify({ href: '/runs?fleet=own', ids: ['a', 'b', 'c'] })

it('knows the neighbours of a run in the list it came from', () => {
  expect(placeInTrail(trail, 'b')).toEqual({
    href: '/runs?fleet=own&row=b',
    position: 2,
    of: 3,
    previous: 'a',
    next: 'c',
  })
  expect(placeInTrail(trail, 'a')?.previous).toBeNull()
  expect(placeInTrail(trail, 'c')?.next).toBeNull()
})

it('has no place for a run that came from no list, nor trust in what storage holds', () => {
  expect(placeInTrail(trail, 'x')).toBeNull()
  expect(placeInTrail('', 'a')).toBeNull()
  expect(placeInTrail('{', 'a')).toBeNull()
  expect(placeInTrail(JSON.stringify({ href: 'https://elsewhere', ids: ['a'] }), 'a')).toBeNull()
})
