import { describe, expect, it } from 'vitest'
import { HOLE, keepDigits } from '@/lib/fingerprint/mask-characters'
import { differingPlaces } from './differing-places'

const template = `port ${HOLE} is held by ${HOLE}`

describe('values under the masks', () => {
  it('are counted by place, the most frequent first, equal ones by their text', () => {
    const messages = [
      'port 3000 is held by node',
      'port 8080 is held by node',
      'port 8080 is held by caddy',
      'port 99 is held by bun',
    ]
    expect(differingPlaces(messages, template)).toEqual([
      {
        place: 0,
        before: 'port ',
        after: ' is held by ',
        distinct: 3,
        values: [
          { value: '8080', count: 2 },
          { value: '3000', count: 1 },
          { value: '99', count: 1 },
        ],
      },
      {
        place: 1,
        before: ' is held by ',
        after: '',
        distinct: 3,
        values: [
          { value: 'node', count: 2 },
          { value: 'bun', count: 1 },
          { value: 'caddy', count: 1 },
        ],
      },
    ])
  })

  it('are told of eight, and of the rest how many they are', () => {
    const messages = Array.from({ length: 30 }, (_, index) => `port ${1_000 + index} is held by node`)
    const [first] = differingPlaces(messages, template)
    expect(first?.distinct).toBe(30)
    expect(first?.values).toHaveLength(8)
  })

  it('stand beside kept digits that are written as digits', () => {
    const kept = `GET ${HOLE} answered ${keepDigits('404')} after ${HOLE}`
    const places = differingPlaces(['GET /a answered 404 after 3s'], kept)
    expect(places.map(({ before, after }) => [before, after])).toEqual([
      ['GET ', ' answered 404 after '],
      [' answered 404 after ', ''],
    ])
  })

  it('are none of a message that its template does not fit', () => {
    expect(differingPlaces(['something else', ''], template)).toEqual([])
    expect(differingPlaces([], template)).toEqual([])
    expect(differingPlaces(['port 3000 is held by node'], 'no mask at all')).toEqual([])
  })

  it('are found in the line that speaks, not in the lines around it', () => {
    const [first] = differingPlaces(['Exit code 1\nport 3000 is held by node\n    at main (a.js:1)'], template)
    expect(first?.values).toEqual([{ value: '3000', count: 1 }])
  })

  it('of lists that were folded are left out, and the other messages count', () => {
    const folded = `missing ${HOLE}`
    const places = differingPlaces(['missing a, b, c, d', 'missing a'], folded)
    expect(places).toMatchObject([{ place: 0, distinct: 2 }])
    expect(
      differingPlaces(['missing [1, 2] and [3]', 'missing'], `missing [${HOLE}] and [${HOLE}] of ${HOLE}`),
    ).toEqual([])
  })

  it('are shown harmlessly, however hostile the text', () => {
    const hostile = ['__proto__', '<img/src=x>', '\u001b[31mred', `${HOLE}${HOLE}`, '\ud83d', 'x'.repeat(100_000)]
    const places = differingPlaces(
      hostile.map((text) => `port ${text} is held by node`),
      template,
    )
    for (const { values, before, after } of places)
      for (const text of [before, after, ...values.map(({ value }) => value)]) {
        expect(text.isWellFormed()).toBe(true)
        expect(text.length).toBeLessThanOrEqual(200)
      }
    expect(places[0]?.values.map(({ value }) => value)).toContain('__proto__')
  })

  it('cost linear time', () => {
    const startedMs = performance.now()
    differingPlaces(
      [`port ${'is held by '.repeat(400_000)}`],
      Array.from({ length: 40 }, () => HOLE).join(' is held by '),
    )
    expect(performance.now() - startedMs).toBeLessThan(1_000)
  })
})

it('counts the values under each mask, and writes kept digits as digits beside them', () => {
  const template = `GET ${HOLE} answered ${keepDigits('404')} after ${HOLE}`
  const messages = ['GET /a answered 404 after 3s', 'GET /a answered 404 after 9s', 'GET /b answered 404 after 3s']
  expect(differingPlaces(messages, template)).toEqual([
    {
      ...{ place: 0, before: 'GET ', after: ' answered 404 after ', distinct: 2 },
      values: [
        { value: '/a', count: 2 },
        { value: '/b', count: 1 },
      ],
    },
    {
      ...{ place: 1, before: ' answered 404 after ', after: '', distinct: 2 },
      values: [
        { value: '3s', count: 2 },
        { value: '9s', count: 1 },
      ],
    },
  ])
})
