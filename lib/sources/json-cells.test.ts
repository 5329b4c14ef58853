import { expect, test } from 'vitest'
import { picoOf } from './dollars'
import { JsonCells } from './json-cells'

test('what is missing is null and says nothing; what has the wrong type is null and says so', () => {
  const cells = new JsonCells({ a: {}, b: null, c: '' })
  expect([cells.text('x'), cells.number('b'), cells.time('c'), cells.key('x'), cells.bool('b')]).toEqual([
    ...[null, null, null, null, null],
  ])
  expect([...cells.flags]).toEqual([])
  expect([cells.text('a'), cells.number('a'), cells.time('a'), cells.bool('a')]).toEqual([null, null, null, null])
  expect([...cells.flags]).toEqual(['invalid_text', 'number_unreadable', 'time_unreadable'])
})

test('the first name that holds something is read, and only own fields are', () => {
  const cells = new JsonCells(JSON.parse('{"a":"","b":"two","__proto__":{"toString":"x","c":1}}'))
  expect(cells.text('a', 'b')).toBe('two')
  expect(cells.has('toString')).toBe(false)
  expect(cells.number('c')).toBeNull()
  expect(new JsonCells([1]).text('length')).toBeNull()
})

test.each([
  ['2026-08-01T10:00:00Z', '2026-08-01T10:00:00.000Z', true],
  ['20260801T100000Z', '2026-08-01T10:00:00.000Z', true],
  ['20260801_100000', '2026-08-01T10:00:00.000Z', false],
  ['20260801__10-00-00', '2026-08-01T10:00:00.000Z', false],
  ['1785578400', '2026-08-01T10:00:00.000Z', true],
  [1_785_578_400, '2026-08-01T10:00:00.000Z', true],
  [1_785_578_400_000, '2026-08-01T10:00:00.000Z', true],
])('the time %s', (at, iso, zoneKnown) => {
  const cells = new JsonCells({ at })
  expect(cells.time('at')).toBe(iso)
  expect(cells.flags.has('zone_unknown')).toBe(!zoneKnown)
})

test('tokens and money that nobody can have spent are not believed', () => {
  const cells = new JsonCells({ a: -1, b: 1e14, c: 1.5, d: '12', e: -0.5, f: 1e10 })
  expect([cells.tokens('a'), cells.tokens('b'), cells.tokens('c'), cells.tokens('d')]).toEqual([null, null, null, 12n])
  expect([cells.usd('e'), cells.usd('f')]).toEqual([null, null])
  expect([...cells.flags]).toEqual(['tokens_implausible', 'number_unreadable'])
})

test('dollars are the decimal that was written, to the picodollar', () => {
  expect(picoOf(0.1)).toBe(100_000_000_000n)
  expect(picoOf(229.9788)).toBe(229_978_800_000_000n)
  expect(picoOf(4e-13)).toBe(0n)
  expect(picoOf(6e-13)).toBe(1n)
  expect(picoOf(5e-324)).toBe(0n)
  expect([picoOf(null), picoOf(-1), picoOf(Number.NaN), picoOf(1e10)]).toEqual([null, null, null, null])
})

test('an absurdly long id is its hash, so that it still is told from others', () => {
  const keys = ['a', 'b'].map((end) => new JsonCells({ id: `${'x'.repeat(1e6)}${end}` }).key('id'))
  expect(new Set(keys).size).toBe(2)
  expect(keys[0]?.length).toBeLessThan(100)
  expect(new JsonCells({ id: 7 }).key('id')).toBe('7')
  expect(new JsonCells({ id: 7.5 }).key('id')).toBeNull()
})

test('a place or a count of things is whole and of 32 bits', () => {
  const cells = new JsonCells({ a: 3e9, b: 1.5, c: '7', d: -2 })
  expect([cells.whole('a'), cells.whole('b'), cells.whole('c'), cells.whole('d')]).toEqual([null, null, 7, -2])
})
