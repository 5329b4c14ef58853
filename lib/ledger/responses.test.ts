import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NO_USAGE, type Usage } from '@/lib/model/usage'
import {
  greatestUsage,
  type HeldCopy,
  isPlaceholder,
  mergeHeld,
  ownerOf,
  type WrittenLine,
  writtenTokens,
} from './responses'

const usage = (output: bigint | null, input: bigint | null = 10n): Usage =>
  greatestUsage({ ...NO_USAGE, input, output }, NO_USAGE)
const line = (place: string, output: number, chars = 0, finished: boolean | null = null): WrittenLine => [
  place,
  10 + output,
  output,
  chars,
  finished,
]
const held = (place: string, output: number, at: string | null = null): HeldCopy => ({
  lines: [line(place, output)],
  at,
  usage: usage(BigInt(output)),
})

describe('copies of one response', () => {
  test('give the greatest count of each class, not the first and not the sum', () => {
    const merged = [held('12', 8), held('13', 906), held('14', 906)].reduce(mergeHeld)
    expect(merged.usage).toMatchObject({ input: 10n, output: 906n, total: 916n })
    expect(writtenTokens(merged.lines)).toBe(18n + 916n + 916n)
  })

  test('read again change nothing', () => {
    const once = [held('12', 8), held('13', 906)].reduce(mergeHeld)
    expect(mergeHeld(once, once)).toEqual(once)
  })

  test('a class that only one copy knows is kept; a class that none knows stays unknown', () => {
    expect(greatestUsage({ ...NO_USAGE, input: 3n }, { ...NO_USAGE, output: 4n })).toMatchObject({
      input: 3n,
      output: 4n,
      cacheRead: null,
      total: 7n,
    })
  })

  const copies = fc.array(
    fc.record({
      place: fc.constantFrom('1', '2', 'e2', '10', '11.1'),
      output: fc.integer({ min: 0, max: 50 }),
      at: fc.option(fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z')),
    }),
    { minLength: 1, maxLength: 8 },
  )

  test('in any order and any grouping they are the same', () => {
    fc.assert(
      fc.property(copies, fc.infiniteStream(fc.nat()), fc.nat(7), (list, picks, cut) => {
        const all = list.map((copy) => held(copy.place, copy.output, copy.at))
        const shuffled = [...all].sort(() => ((picks.next().value ?? 0) % 3) - 1)
        const merge = (part: HeldCopy[]) => (part.length === 0 ? null : part.reduce(mergeHeld))
        const [left, right] = [merge(shuffled.slice(0, cut)), merge(shuffled.slice(cut))]
        const grouped = left && right ? mergeHeld(left, right) : (left ?? right)
        expect(grouped).toEqual(merge(all))
      }),
    )
  })
})

describe('a placeholder output', () => {
  test('is a handful of tokens for a long text', () => {
    expect(isPlaceholder(8n, [line('1', 8, 60), line('2', 8, 40)])).toBe(true)
    expect(isPlaceholder(8n, [line('1', 8, 30)])).toBe(false)
    expect(isPlaceholder(13n, [line('1', 13, 4_000)])).toBe(false)
  })

  test('is an output of a response that no copy saw to its end', () => {
    expect(isPlaceholder(400n, [line('1', 400, 0, false)])).toBe(true)
    expect(isPlaceholder(400n, [line('1', 400, 0, false), line('2', 400, 0, true)])).toBe(false)
    expect(isPlaceholder(400n, [line('1', 400, 0, null)])).toBe(false)
  })

  test('cannot be told where no output was recorded', () => {
    expect(isPlaceholder(null, [line('1', 0, 500)])).toBe(false)
  })
})

describe('the owner of a response', () => {
  const at = (n: number) => `2026-01-0${n}T00:00:00.000Z`
  test('is the session that started first', () => {
    const holders = [
      { sessionId: 'a', firstAt: at(2), openedAt: at(2) },
      { sessionId: 'b', firstAt: at(1), openedAt: at(3) },
    ]
    expect(ownerOf(holders)?.sessionId).toBe('b')
  })

  test('is of a fork, which brings its times along, the one that was opened first', () => {
    const holders = [
      { sessionId: 'a-fork', firstAt: at(1), openedAt: at(5) },
      { sessionId: 'origin', firstAt: at(1), openedAt: at(2) },
    ]
    expect(ownerOf(holders)?.sessionId).toBe('origin')
    expect(ownerOf([...holders].reverse())?.sessionId).toBe('origin')
  })

  test('without any time is the smaller id, and nobody when nobody holds it', () => {
    const of = (sessionId: string) => ({ sessionId, firstAt: null, openedAt: null })
    expect(ownerOf([of('b'), of('a')])?.sessionId).toBe('a')
    expect(ownerOf([])).toBeNull()
  })
})
