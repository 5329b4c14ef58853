import { describe, expect, it } from 'vitest'
import { holdRows } from './held-rows'

const rows = (...ids: string[]) => ids.map((id) => ({ id, at: 1 }))
const ids = (list: readonly { id: string }[]) => list.map((row) => row.id).join('')

describe('rows under the eye', () => {
  it('change in place while their order stays', () => {
    const held = holdRows(
      rows('a', 'b'),
      [
        { id: 'b', at: 2 },
        { id: 'a', at: 2 },
      ],
      true,
    )
    expect(ids(held.rows)).toBe('ab')
    expect(held.rows.map((row) => row.at)).toEqual([2, 2])
    expect(held).toMatchObject({ fresh: 0, moved: true })
  })

  it('count what arrived without drawing it, and keep what left', () => {
    const held = holdRows(rows('a', 'b', 'c'), rows('x', 'y', 'a', 'b'), true)
    expect(ids(held.rows)).toBe('abc')
    expect(held.fresh).toBe(2)
  })

  it('take the new order when nobody reads', () => {
    expect(ids(holdRows(rows('a', 'b'), rows('x', 'b'), false).rows)).toBe('xb')
    expect(ids(holdRows([], rows('x'), true).rows)).toBe('x')
  })
})
