import { describe, expect, test } from 'vitest'
import { summary } from '@/lib/testing/pattern-summary'
import type { PatternSummary } from './schema'
import { recurrenceWords, shownState } from './words'

const TODAY = '2026-08-28'
const recurrence = (told: string | null, sessions = 1) => ({ sessions, daysOpen: 0, told, cells: [] })
const CASES: [Partial<PatternSummary>, string][] = [
  [{ state: 'regressed', since: '2026-08-23T01:00:00.000Z', fixAt: '2026-08-01T23:00:00.000Z' }, 'back after 22 d'],
  [{ state: 'regressed', since: null, fixAt: null }, 'back'],
  [{ recurrence: recurrence('told 4 times, still not fixed', 4) }, 'told 4 times, still not fixed'],
  [{}, 'first seen 1 Aug'],
  [{ firstSeenAt: '2025-12-26T10:00:00.000Z' }, 'first seen 26 Dec 2025'],
  [{ state: 'fix_merged', lane: 'fix_merged', exposed: 0 }, 'no run since the fix'],
  [{ state: 'fix_merged', lane: 'fix_merged', exposed: 7 }, '7 runs without it'],
  [{ state: 'verified', lane: 'verified', lastSeenAt: '2026-08-04T10:00:00.000Z' }, 'quiet 24 d'],
  [{ state: 'acknowledged', lane: 'known', lastSeenAt: '2026-08-27T10:00:00.000Z', runs: 18 }, 'in 18 runs'],
  [{ state: 'acknowledged', lane: 'known', lastSeenAt: '2026-08-27T10:00:00.000Z' }, 'once'],
  [{ state: 'acknowledged', lane: 'known', lastSeenAt: null, occurrences: 4 }, 'one session'],
  [{ state: 'new', firstSeenAt: null, lastSeenAt: null }, 'once'],
]

describe('how a pattern comes back', () => {
  test.each(CASES)('of %j is told as %j', (own, words) => {
    const { strong, rest } = recurrenceWords(summary('a', own), TODAY)
    expect((strong + rest).replaceAll('\u00a0', ' ')).toBe(words)
  })

  test('holds the last week of what escalates against the three before', () => {
    const days = [
      { day: '2026-08-02', occurrences: 21 },
      { day: '2026-08-21', occurrences: 0 },
      { day: '2026-08-22', occurrences: 70 },
    ]
    const own = { state: 'acknowledged', trend: 'escalating', days, firstSeenAt: '2026-01-01T00:00:00.000Z' } as const
    expect(recurrenceWords(summary('a', own), TODAY).strong).toBe('10\u00a0× its rate')
    expect(recurrenceWords(summary('a', { ...own, days: days.slice(1) }), TODAY).strong).toBe('back after weeks')
  })
})

test('what escalates says so, but for what regressed', () => {
  const shown = (own: Partial<PatternSummary>) => shownState(summary('a', own))
  expect(shown({ state: 'acknowledged', trend: 'escalating' })).toMatchObject({ label: 'escalating', tone: 'warn' })
  expect(shown({ state: 'regressed', trend: 'escalating' })).toMatchObject({ label: 'regressed', tone: 'bad' })
  expect(shown({ state: 'ignored', lane: 'ignored', trend: 'escalating' })).toMatchObject({
    ...{ label: 'ignored', needsSomeone: false },
  })
})
