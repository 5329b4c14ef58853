import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { decodeCursor, encodeCursor } from './cursor'

const refusal = (text: string, order = 'started,id DESC') => {
  try {
    decodeCursor(text, order)
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.details]
  }
  return null
}
const REFUSED = ['bad_request', { field: 'cursor' }]
const raw = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('cursor', () => {
  it('gives back its values, hostile text and nulls among them', () => {
    const values = ['2026-01-02T03:04:05.000Z', null, 'autopack:"/#%\u202e<b>\u0000é', '9223372036854775807']
    expect(decodeCursor(encodeCursor('a DESC', values), 'a DESC')).toEqual(values)
  })

  it('is safe in a URL without encoding', () => {
    expect(encodeCursor('a', ['???>>>~~~', 'ÿÿÿ'])).toMatch(/^[\w-]+$/)
  })

  it('refuses the cursor of another order', () => {
    expect(refusal(encodeCursor('name,id ASC', ['x', 'y']))).toEqual(REFUSED)
  })

  it.each([
    ['nothing', ''],
    ['text that is no base64url', 'a b+c/='],
    ['base64url of no JSON', Buffer.from('{').toString('base64url')],
    ['a cut one', encodeCursor('started,id DESC', ['x', 'y']).slice(0, -5)],
    ['an object', raw({ order: 'started,id DESC' })],
    ['numbers for texts', raw(['started,id DESC', [1, 2]])],
    ['too many values', raw(['started,id DESC', Array(17).fill('x')])],
    ['null', raw(null)],
  ])('refuses %s', (_, text) => {
    expect(refusal(text)).toEqual(REFUSED)
  })
})
