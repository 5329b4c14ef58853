import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayPicture } from './day-picture'
import type { LifeChangeWire } from './schema'

const SIZE = { width: 600, height: 200, left: 40, right: 10, top: 30, bottom: 20 }
const change = (to: LifeChangeWire['to'], at: string): LifeChangeWire => ({
  ...{ at, from: null, to, by: 'system', basis: 'time', text: null, fixCommit: null, occurrenceId: null },
})
const history = [change('new', '2025-11-30T19:57:00.000Z'), change('regressed', '2025-12-23T13:17:00.000Z')]
const allDays = [
  { day: '2025-11-30', occurrences: 1_589 },
  { day: '2025-12-23', occurrences: 1_094 },
]
const fixAt = '2025-12-01T03:20:00.000Z'

describe('the days of a pattern', () => {
  test('mark the fix, the days without it and the return', () => {
    const picture = dayPicture({ allDays, history, fixAt }, '2025-12-26', SIZE)
    expect(picture?.marks.map(({ label }) => label)).toEqual(['fix merged 1\u00a0Dec', 'came back 23\u00a0Dec'])
    expect(picture?.quiet?.days).toBe(21)
    expect(picture?.bars.map(({ isBack }) => isBack)).toEqual([false, true])
  })
  test('without a fix have no mark, even if it once came back', () => {
    const picture = dayPicture({ allDays, history, fixAt: null }, '2025-12-26', SIZE)
    expect(picture).toMatchObject({ marks: [], quiet: null })
  })
  test('that went by without it since the fix reach up to today', () => {
    const facts = { allDays: allDays.slice(0, 1), history: [], fixAt }
    expect(dayPicture(facts, '2025-12-26', SIZE)?.quiet?.days).toBe(25)
  })
  test('are no picture where no occurrence has a time', () => {
    expect(dayPicture({ allDays: [], history, fixAt }, '2025-12-26', SIZE)).toBeNull()
  })
  test('stand inside the picture, whatever they are, each in sight', () => {
    const day = fc
      .integer({ min: -60_000, max: 60_000 })
      .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
    fc.assert(
      fc.property(
        fc.dictionary(day, fc.integer({ min: 1, max: 1e9 }), { minKeys: 1, maxKeys: 20 }),
        day,
        (counts, today) => {
          const days = Object.keys(counts)
            .filter((each) => /^\d{4}-/.test(each))
            .sort()
            .map((each) => ({ day: each, occurrences: counts[each] ?? 1 }))
          const picture = dayPicture({ allDays: days, history: [], fixAt: null }, today, SIZE)
          for (const { x, width, y, height } of picture?.bars ?? []) {
            expect(x).toBeGreaterThanOrEqual(SIZE.left - 1)
            expect(x + width).toBeLessThanOrEqual(SIZE.width - SIZE.right + 1)
            expect(y).toBeGreaterThanOrEqual(SIZE.top - 1)
            expect(height).toBeGreaterThanOrEqual(2)
          }
        },
      ),
    )
  })
})
