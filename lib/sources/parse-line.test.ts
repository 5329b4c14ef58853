import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseLine } from './parse-line'

describe('a line', () => {
  test('of JSON is its value, an empty one nothing', () => {
    expect(parseLine('{"a":1}')).toEqual({ values: [{ a: 1 }], reason: null, repairs: [] })
    for (const text of ['', '  ', '\uFEFF', '\u0000\u0000']) expect(parseLine(text).values).toEqual([])
  })

  test('with records glued together gives all of them', () => {
    const records = [{ a: '}{"' }, { b: [{ c: '\\"{' }] }, { d: 1 }]
    const { values, reason, repairs } = parseLine(records.map((record) => JSON.stringify(record)).join(''))
    expect({ values, reason, repairs }).toEqual({ values: records, reason: null, repairs: ['records on one line'] })
  })

  test('that is cut in its second record gives the first and says what is wrong', () => {
    expect(parseLine('{"a":1}{"b":')).toEqual({
      values: [{ a: 1 }],
      reason: 'not JSON after the first record: unexpected end of input',
      repairs: [],
    })
  })

  test('with the zero bytes of a crash gives the record behind them', () => {
    expect(parseLine('\u0000\u0000{"a":1}')).toEqual({ values: [{ a: 1 }], reason: null, repairs: ['zero bytes'] })
  })

  test.each([
    ['{"a":', 'not JSON: unexpected end of input'],
    ['{"a":"b', 'not JSON: unexpected end of input'],
    ['hello', 'not JSON: unexpected text'],
    ['[1,2', 'not JSON: unexpected end of input'],
  ])('%s is refused with the reason', (text, reason) => {
    expect(parseLine(text)).toMatchObject({ values: [], reason })
  })

  test('that is too long says so', () => {
    expect(parseLine(null).reason).toContain('32 MiB')
  })

  test.each([
    ['lists', '['],
    ['objects', '{"a":'],
  ])('of millions of %s within each other is refused before it fills the memory', (_name, open) => {
    const text = open.repeat(2_000_000)
    expect(parseLine(text)).toMatchObject({ values: [], reason: 'it is nested deeper than 10,000 levels' })
    expect(parseLine(JSON.stringify({ text })).values).toEqual([{ text }])
  })

  test('of more records than anybody glued together gives the first thousand and says so', () => {
    const { values, reason } = parseLine('{}'.repeat(1_000_000))
    expect([values.length, reason]).toEqual([1_000, 'more than 1,000 records on one line'])
    expect(parseLine('{}'.repeat(1_000)).reason).toBeNull()
  })

  test('with ten thousand levels, __proto__ and duplicate keys is read and changes nothing else', () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000)
    expect(parseLine(deep).values).toHaveLength(1)
    expect(parseLine('{"__proto__":{"evil":1},"a":1,"a":2}').values).toHaveLength(1)
    expect(({} as Record<string, unknown>)['evil']).toBeUndefined()
  })

  test('of any objects, glued in any number, comes back whole', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 4 }), (records) => {
        const again = JSON.parse(JSON.stringify(records)) as unknown[]
        expect(parseLine(records.map((record) => JSON.stringify(record)).join(''))).toMatchObject({
          values: again,
          reason: null,
        })
      }),
    )
  })
})
