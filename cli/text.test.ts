import { describe, expect, it } from 'vitest'
import { bytes, cost, seconds, tokens } from './amounts'
import { progressText } from './progress-line'
import { cutText, formatTable, textWidth } from './table'
import { visibleJson, visibleText } from './visible-text'

describe('visibleText', () => {
  it.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['a\u202eb', 'a\\u202eb'],
    ['a\nb\tc\r', 'a\\nb\\tc\\u000d'],
    ['\u009b2J', '\\u009b2J'],
    ['\ud800', '\\ud800'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['é 漢 👩‍🚀 <b>', 'é 漢 👩‍🚀 <b>'],
  ])('spells out what steers a terminal: %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown)
  })

  it('keeps the meaning of JSON and no raw control', () => {
    const value = { 'k\u202e': 'a\u009b\u001b[2J\u{e0041}\n', list: [1, null] }
    const text = visibleJson(value)
    expect(JSON.parse(text)).toEqual(value)
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })
})

describe('formatTable', () => {
  const columns = [
    { title: 'ID', value: (row: [string, string]) => row[0], max: 10 },
    { title: 'N', value: (row: [string, string]) => row[1], align: 'right' as const },
  ]

  it('aligns wide and plain text, cuts long text, ends no line in blanks', () => {
    const text = formatTable(columns, [
      ['漢字', '1'],
      ['a-very-long-identifier', '1,000'],
    ])
    expect(text.split('\n')).toEqual(['ID              N', '漢字            1', 'a-very-lo…  1,000'])
  })

  it('shows five megabytes of hostile text as one short cell', () => {
    const text = formatTable(columns, [['\u001b[31m\n'.repeat(1_000_000), '1']])
    expect(text.split('\n')).toHaveLength(2)
    expect(text.length).toBeLessThan(100)
  })

  it('counts columns, not code units', () => {
    expect([textWidth('abc'), textWidth('漢'), textWidth('👩‍🚀'), textWidth('e\u0301')]).toEqual([3, 2, 2, 1])
    expect(cutText('漢字漢字', 4)).toBe('漢…')
  })
})

describe('amounts', () => {
  it('never shows the unknown as zero', () => {
    expect(tokens(null)).toBe('not recorded')
    expect(cost(null, true)).toBe('no price')
  })
  it('marks lower bounds and keeps places of small costs', () => {
    expect([cost(1_234_567, false), cost(1_234_567, true), cost(12, false), cost(0, false)]).toEqual([
      '$1.23',
      '≥ $1.23',
      '$0.000012',
      '$0.00',
    ])
  })
  it('picks units', () => {
    expect([bytes(0), bytes(999), bytes(1_500), bytes(2_134_016)]).toEqual(['0 B', '999 B', '1.5 kB', '2.1 MB'])
    expect([seconds(5), seconds(600), seconds(7_200)]).toEqual(['5 s', '10 min', '2.0 h'])
  })
  it('tells progress with rate and time left once they are known', () => {
    const state = {
      filesDone: 1,
      filesTotal: 3,
      bytesDone: 5,
      bytesTotal: 10,
      bytesPerSecond: null,
      secondsLeft: null,
      current: null,
    }
    expect(progressText(state)).toBe('1 of 3 files · 5 B of 10 B')
    expect(progressText({ ...state, bytesPerSecond: 5, secondsLeft: 1, current: '/a/b\u001b.db' })).toBe(
      '1 of 3 files · 5 B of 10 B · 5 B/s · 1 s left · b\\u001b.db',
    )
  })
})
