import { describe, expect, it } from 'vitest'
import { breakBefore, callEnd } from './entry-words'
import { resultBody, tellingLine } from './result-text'
import { stepFrom } from './step'
import { niceMax } from './strip-model'
import { textBlocks } from './text-blocks'
import { pointAt, tokenPoints } from './token-points'

describe('a message', () => {
  it('is split at its fences; one that is never closed reaches to the end', () => {
    const kinds = (text: string) => textBlocks(text).map(({ kind, language, text: body }) => [kind, language, body])
    expect(kinds('Look:\n\n```ts\na\n\nb\n```\nDone.')).toEqual([
      ['prose', null, 'Look:'],
      ['code', 'ts', 'a\n\nb'],
      ['prose', null, 'Done.'],
    ])
    expect(kinds('~~~\n```\nx')).toEqual([['code', null, '```\nx']])
    expect(kinds('')).toEqual([])
    expect(kinds('use ```code``` here')).toEqual([['prose', null, 'use ```code``` here']])
  })

  it('of hostile shape is still text', () => {
    const hostile = '<script>alert(1)</script>\n![x](http://evil.test/x.png)\n[a](javascript:alert(1))'
    expect(textBlocks(hostile)).toEqual([{ kind: 'prose', text: hostile, language: null }])
  })
})

describe('a result', () => {
  it('is shown without what its runner puts before it', () => {
    const result =
      'Chunk ID: ab\nWall time: 0.2 seconds\nProcess exited with code 1\nOriginal token count: 6\nOutput:\nno such file'
    expect(resultBody(result)).toBe('no such file')
    expect(resultBody('Output:\n')).toBe('Output:\n')
    expect(tellingLine(result)).toBe('no such file')
  })

  it('is told by the first line that says something', () => {
    expect(tellingLine('Exit code 1\n\nnpm ERR! missing script')).toBe('npm ERR! missing script')
    expect(tellingLine('<tool_use_error>String not found</tool_use_error>')).toBe('String not found')
    expect(tellingLine('Exit code 1')).toBe('Exit code 1')
    expect(tellingLine(' \n ')).toBeNull()
  })

  it('that a person refused is no failure', () => {
    const end = (outcome: 'ok' | 'failed' | 'denied' | null, exitCode: number | null = null) =>
      callEnd([{ outcome, exitCode }], false)
    expect(end('denied')).toEqual({ tone: 'idle', words: 'denied by the person' })
    expect(end('failed', 2)).toEqual({ tone: 'bad', words: 'failed, exit 2' })
    expect(end('ok', 0)).toEqual({ tone: 'ok', words: '' })
    expect(callEnd([], true).words).toBe('no result yet')
    expect(callEnd([], false).words).toBe('no result recorded')
  })
})

describe('stepping over places', () => {
  const places = [
    { entryId: 'a', index: 2 },
    { entryId: 'b', index: 7 },
  ]
  it('goes on from the one in hand, else from the position, and round at the ends', () => {
    expect(stepFrom(places, 'a', 0, 1)?.entryId).toBe('b')
    expect(stepFrom(places, 'b', 0, 1)?.entryId).toBe('a')
    expect(stepFrom(places, 'else', 3, 1)?.entryId).toBe('b')
    expect(stepFrom(places, null, 3, -1)?.entryId).toBe('a')
    expect(stepFrom(places, null, 0, -1)?.entryId).toBe('b')
    expect(stepFrom([], null, 0, 1)).toBeNull()
  })
})

describe('tokens along the conversation', () => {
  const response = (n: number) => ({
    at: n % 2 === 0 ? `2026-01-02T03:00:0${n}.000Z` : null,
    input: 1,
    cacheRead: 0,
    cacheWrite: 0,
    output: n,
    unsplit: 0,
    outputIsLowerBound: n === 3,
  })
  const some = Array.from({ length: 7 }, (_, n) => response(n))

  it('lose nothing when neighbours share a point', () => {
    const points = tokenPoints(some, 3)
    expect(points.map(({ responses }) => responses)).toEqual([2, 2, 3])
    expect(points.reduce((sum, { output }) => sum + output, 0)).toBe(21)
    expect(points.map(({ outputIsLowerBound }) => outputIsLowerBound)).toEqual([false, true, false])
    expect(tokenPoints([], 3)).toEqual([])
  })

  it('place a moment at the last point that began by then', () => {
    const at = ['2026-01-02T03:00:00.000Z', '2026-01-02T03:05:00.000Z'].map((each) => ({ at: each }))
    expect(pointAt(at, '2026-01-02T03:04:00.000Z')).toBe(0)
    expect(pointAt(at, '2026-01-02T02:00:00.000Z')).toBe(-1)
    expect(pointAt(at, '2027-01-01T00:00:00.000Z')).toBe(1)
    expect(pointAt(at, null)).toBe(-1)
  })

  it('stand on a round scale', () => {
    expect([0, 1, 3, 49_000, 210_000].map(niceMax)).toEqual([1, 1, 5, 50_000, 250_000])
  })
})

describe('a line between entries', () => {
  const at = '2026-01-02T10:00:00.000Z'
  it('tells a new day and a long silence, and is silent otherwise', () => {
    expect(breakBefore({ at, previousAt: null, index: 0 })).toContain('2026')
    expect(breakBefore({ at, previousAt: null, index: 5 })).toBeNull()
    expect(breakBefore({ at, previousAt: '2026-01-02T09:59:00.000Z', index: 5 })).toBeNull()
    expect(breakBefore({ at, previousAt: '2026-01-02T09:00:00.000Z', index: 5 })).toMatch(/^1.h without an entry$/)
    expect(breakBefore({ at, previousAt: '2026-01-01T23:59:59.000Z', index: 5 })).toContain(' · ')
    expect(breakBefore({ at: null, previousAt: at, index: 5 })).toBeNull()
  })
})
