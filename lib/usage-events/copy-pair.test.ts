import { describe, expect, it } from 'vitest'
import { comparedFields, lineOf, pairOf } from './copy-pair'
import type { EventCopy } from './schema'

const NOTHING = {
  ...{ input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: null },
  ...{ reasoning: null, total: null, unsplit: null, lowerBound: [] },
}
const copy = (values: Partial<EventCopy>): EventCopy => ({
  ...{ id: 'kept', sessionId: 's', sessionName: null, at: null, kept: true, rule: null, usage: NOTHING },
  ...{ lineCount: 1, lines: [], writtenTokens: null, file: null, ref: 'line 1' },
  ...values,
})
const fork = copy({ id: 'fork', sessionId: 'f', kept: false, rule: 'replayed-history' })
const ASKED = { copy: null, line: null, lines: false }
const line = (place: string, output: number | null) => ({ place, tokens: 10, output })

describe('the pair side by side', () => {
  it('is the copy that counts and the one asked for, else the first that does not', () => {
    const other = copy({ id: 'other', kept: false })
    expect(pairOf([copy({}), fork, other], ASKED)?.right.copy).toBe('fork')
    expect(pairOf([copy({}), fork, other], { ...ASKED, copy: 'other' })?.right.copy).toBe('other')
  })

  it('is two lines of the same copy where no other copy stands, the one with most output kept', () => {
    const kept = copy({ lineCount: 3, lines: [line('4', 1), line('5', 9), line('6.2', null)] })
    const pair = pairOf([kept], ASKED)
    expect([pair?.isLine, pair?.left.line, pair?.right.line]).toEqual([true, 5, 4])
    expect(pairOf([kept], { ...ASKED, line: '6' })?.right.line).toBe(6)
    expect(pairOf([kept], { ...ASKED, line: '999' })?.right.line).toBe(4)
    expect(pairOf([kept, fork], { ...ASKED, lines: true })?.isLine).toBe(true)
  })

  it('is none where a response was written once', () => {
    expect(pairOf([copy({ lines: [line('1', 1)] })], ASKED)).toBeNull()
    expect(pairOf([], ASKED)).toBeNull()
  })

  it('marks the fields that differ and no others', () => {
    const pair = pairOf(
      [copy({ usage: { ...NOTHING, output: 5 } }), { ...fork, usage: { ...NOTHING, output: 4 } }],
      ASKED,
    )
    const differing = pair ? comparedFields(pair).filter(({ differs }) => differs) : []
    expect(differing.map(({ label }) => label)).toEqual(['session id', 'output'])
  })

  it.each([
    ['17', 17],
    ['17.2', 17],
    ['e17', 17],
    ['', undefined],
    ['x', undefined],
  ])('reads the line of %j', (place, expected) => {
    expect(lineOf(place)).toBe(expected)
  })
})
