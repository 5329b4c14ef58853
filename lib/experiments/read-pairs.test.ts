import { describe, expect, it } from 'vitest'
import { NoPairs, readPairs } from './read-pairs'

const pair = (key: string, control: number | null, treatment: number | null) => ({ key, control, treatment })

describe('CSV', () => {
  it('is read by its titles, in any order and dialect, with a line for every row that cannot be used', () => {
    const text = [
      '\uFEFFtreatment;Key;control;note',
      '2;a;1;x',
      '',
      '2;"b',
      'b";one;y',
      '4;c;3;z',
      '5;;6;z',
      '1e999;d;1;z',
      '7',
    ].join('\r\n')
    const { metric, pairs, rejected } = readPairs(text)
    expect(metric).toBe('continuous')
    expect(pairs).toMatchObject([pair('a', 1, 2), pair('c', 3, 4)])
    expect(rejected).toEqual([
      { place: 'line 4', reason: 'control: is no number' },
      { place: 'line 7', reason: 'key: is empty' },
      { place: 'line 8', reason: expect.stringMatching(/^treatment: /) },
      { place: 'line 9', reason: 'the row ends too early' },
    ])
  })

  it('keeps an empty cell as a missing result, with its cause and cluster', () => {
    const { pairs } = readPairs('key,control,treatment,cluster,cause\na,,5,repo,infra\nb,1,2,repo,\n')
    expect(pairs).toEqual([
      { ...pair('a', null, 5), cluster: 'repo', cause: 'infra' },
      { ...pair('b', 1, 2), cluster: 'repo', cause: null },
    ])
  })

  it('takes hostile text for what it is', () => {
    const text = 'key,control,treatment\n__proto__,1,2\n"<b>\u001b[31m",0x10,2\nNaN,Infinity,1\n'
    const { pairs, rejected } = readPairs(text)
    expect(pairs).toMatchObject([pair('__proto__', 1, 2)])
    expect(rejected).toHaveLength(2)
  })

  it('that names no such columns is no file of pairs', () => {
    expect(() => readPairs('a,b\n1,2\n')).toThrow('names no column key, control, treatment')
    expect(() => readPairs('')).toThrow('it is empty')
    expect(readPairs('key,control,treatment\n').pairs).toEqual([])
  })
})

describe('JSON', () => {
  it('is read pair by pair, and declares what counts', () => {
    const pairs = [
      pair('a', 1, 2),
      pair('b', null, 2),
      { key: 'c', control: '3', treatment: 1 },
      7,
      { ...pair('d', 1, 1), odd: 1 },
    ]
    const read = readPairs(JSON.stringify({ metric: 'continuous', planned: 8, primary: 'sign', pairs }))
    expect(read.pairs).toEqual([pair('a', 1, 2), pair('b', null, 2)])
    expect(read.declared).toEqual({ planned: 8, primary: 'sign' })
    expect(read.rejected.map(({ place }) => place)).toEqual(['pair 3', 'pair 4', 'pair 5'])
    expect(read.rejected[0]?.reason).toBe('control: is no number')
  })

  it('may be the list alone', () => {
    expect(readPairs(' [{"key":"a","control":1,"treatment":0}]')).toMatchObject({ metric: 'binary', declared: {} })
  })

  it.each([
    ['{"pairs": 3}', 'no list "pairs"'],
    ['{"metric": "odd", "pairs": []}', 'metric: continuous or binary, not "odd"'],
    ['{"pairs": [', 'begins as JSON and is none'],
  ])('that is none is named: %s', (text, message) => {
    expect(() => readPairs(text)).toThrow(NoPairs)
    expect(() => readPairs(text)).toThrow(message)
  })
})

describe('the metric', () => {
  const zeros = 'key,control,treatment\na,0,1\nb,1,1\nb,1,0\n'

  it('is what the values are, unless it is asked for', () => {
    expect(readPairs(zeros).metric).toBe('binary')
    expect(readPairs(zeros, 'continuous')).toMatchObject({ metric: 'continuous', rejected: [] })
    expect(readPairs('key,control,treatment\na,0,2\n').metric).toBe('continuous')
  })

  it('of success takes 0 and 1, and every key once', () => {
    expect(readPairs(zeros).rejected).toEqual([{ place: 'line 4', reason: expect.stringContaining('given before') }])
    expect(readPairs('key,control,treatment\na,0,2\nb,1,0\n', 'binary')).toMatchObject({
      pairs: [{ key: 'b' }],
      rejected: [{ place: 'line 2', reason: 'a binary metric is 0 or 1' }],
    })
  })
})
