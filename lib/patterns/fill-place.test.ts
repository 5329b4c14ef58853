import { describe, expect, test } from 'vitest'
import { HOLE } from '@/lib/fingerprint/mask-characters'
import { matchesTemplate } from '@/lib/fingerprint/match-template'
import { differingPlaces } from './differing-places'
import { fillPlace } from './fill-place'
import type { DifferingPlace } from './schema'

const place = (fields: Partial<DifferingPlace> = {}): DifferingPlace => ({
  ...{ place: 0, before: 'GET ', after: ' failed: ', distinct: 1, values: [], ...fields },
})
const TEMPLATE = 'GET <*> failed: <*>'

describe('a place of a template filled by a value', () => {
  test('gathers the messages with that value, and no other', () => {
    const messages = ['GET /a failed: x', 'GET /a failed: y', 'GET /b failed: x']
    const [first] = differingPlaces(messages, `GET ${HOLE} failed: ${HOLE}`)
    const { template } = fillPlace(TEMPLATE, first ?? place(), '/a')
    expect(template).toBe('GET /a failed: <*>')
    expect(messages.filter((message) => matchesTemplate(message, template ?? ''))).toEqual(messages.slice(0, 2))
  })
  test('fills the last place', () => {
    expect(fillPlace(TEMPLATE, place({ place: 1, before: ' failed: ', after: '' }), 'x').template).toBe(
      'GET <*> failed: x',
    )
  })
  test.each([
    ['a value that may have been cut', TEMPLATE, place(), 'x'.repeat(200), /too long/],
    ['a value of blanks', TEMPLATE, place(), ' ', /nothing/],
    ['a value that would stand for any', TEMPLATE, place(), 'a<*>', /nothing/],
    ['a place that the template does not have', TEMPLATE, place({ place: 7 }), 'x', /place/],
    ['a template that holds the mark itself', 'say <*> GET <*> failed: <*>', place(), 'x', /place/],
    ['a template longer than a rule', `GET <*> failed: ${'y'.repeat(600)}`, place(), 'x', /template is too long/],
  ])('is refused with the reason: %s', (_, template, at, value, reason) => {
    const filled = fillPlace(template, at, value)
    expect(filled.template).toBeNull()
    expect(filled.refusal).toMatch(reason)
  })
})
