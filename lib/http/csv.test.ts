import { expect, it } from 'vitest'
import { z } from 'zod'
import { csvColumns, toCsv } from './csv'

const one = (value: unknown) => toCsv([['v']], [{ v: value }]).slice('v\r\n'.length, -'\r\n'.length)

it('flattens nested objects, also where they may be null, and keeps its columns without rows', () => {
  const row = z.object({
    id: z.string(),
    usage: z.object({ input: z.number().nullable(), deep: z.object({ a: z.string() }).nullable() }),
    models: z.array(z.string()),
    data: z.record(z.string(), z.unknown()),
  })
  const columns = csvColumns(row)
  expect(toCsv(columns, [])).toBe('id,usage.input,usage.deep.a,models,data\r\n')
  const rows = [
    { id: 'a', usage: { input: 0, deep: null }, models: ['m1', 'm2'], data: {} },
    { id: 'b', usage: { input: null, deep: { a: 'x' } }, models: [], data: { k: 'v' } },
  ]
  expect(toCsv(columns, rows)).toBe(
    'id,usage.input,usage.deep.a,models,data\r\na,0,,m1; m2,{}\r\nb,,x,,"{""k"":""v""}"\r\n',
  )
})

it.each([
  ['=1+1', "'=1+1"],
  ['+cmd', "'+cmd"],
  ['-cmd', "'-cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['\rx', `"'\rx"`],
  ['  =1', "'  =1"],
  ['＝1', "'＝1"],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['-1+2', "'-1+2"],
])('makes %j harmless', (value, expected) => {
  expect(one(value)).toBe(expected)
})

it.each([
  [-12, '-12'],
  ['-12', '-12'],
  ['+3.5', '+3.5'],
  ['-1e9', '-1e9'],
  [0, '0'],
  [false, 'false'],
  [null, ''],
  [undefined, ''],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['é\u202e漢', 'é\u202e漢'],
  ["it's = fine", "it's = fine"],
  [['=x', 'y'], "'=x; y"],
])('leaves %j readable', (value, expected) => {
  expect(one(value)).toBe(expected)
})

it('gives nothing where a row has another shape than its schema', () => {
  expect(toCsv([['a', 'b']], [{ a: 'text' }, {}])).toBe('a.b\r\n\r\n\r\n')
})
