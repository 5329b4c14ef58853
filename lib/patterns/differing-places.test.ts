import { expect, test } from 'vitest'
import { HOLE, keepDigits } from '@/lib/fingerprint/mask-characters'
import { differingPlaces } from './differing-places'

test('counts the values under each mask, and writes kept digits as digits beside them', () => {
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
