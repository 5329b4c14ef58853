import { describe, expect, test } from 'vitest'
import { changeWords, comingBack, moveWords, rateWords, stretchWords, whyOne } from './detail-words'
import type { HitRateWire, LifeChangeWire, PatternMoveWire, PatternRuleWire } from './schema'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const change = (fields: Partial<LifeChangeWire>): LifeChangeWire => ({
  ...{ at: null, from: null, to: 'new', by: 'system', basis: 'first_seen', text: null, fixCommit: null },
  ...{ occurrenceId: null, ...fields },
})
const lived = {
  ...{
    state: 'new' as const,
    history: [] as LifeChangeWire[],
    fixAt: null as string | null,
    since: null as string | null,
  },
  ...{ exposed: null as number | null, oldCode: 0, firstSeenAt: '2025-11-30T19:57:00.000Z' as string | null },
  recurrence: { sessions: 4, daysOpen: 26, told: 'told 4 times, still not fixed' as string | null, cells: [] },
}

describe('the figure of coming back', () => {
  test('is the days that a fix held', () => {
    const history = [change({ to: 'regressed', at: '2025-12-23T13:17:00.000Z' })]
    const figure = comingBack({ ...lived, state: 'regressed', history, fixAt: '2025-12-01T03:20:00.000Z' })
    expect(figure).toMatchObject({ label: 'Came back after', value: '22', unit: 'd' })
    expect(plain(figure.about)).toBe('fixed 1 Dec, seen again 23 Dec')
  })
  test('names the year where another one lies between', () => {
    const history = [change({ to: 'regressed', at: '2026-01-02T00:00:00.000Z' })]
    const figure = comingBack({ ...lived, state: 'regressed', history, fixAt: '2025-12-01T03:20:00.000Z' })
    expect(plain(figure.about)).toBe('fixed 1 Dec 2025, seen again 2 Jan 2026')
  })
  test('is how long it is open, and is not recorded without a time', () => {
    expect(comingBack(lived)).toMatchObject({ label: 'Days open', value: '26', about: lived.recurrence.told })
    expect(comingBack({ ...lived, firstSeenAt: null }).value).toBeNull()
  })
  test('is the runs without it since a fix, with those on old code told apart', () => {
    const fixed = comingBack({ ...lived, state: 'verified', exposed: 15, oldCode: 2 })
    expect(fixed).toMatchObject({ label: 'Runs without it', value: '15' })
    expect(plain(fixed.about)).toContain('2 times on code without the fix')
    expect(comingBack({ ...lived, state: 'fix_merged' }).value).toBeNull()
  })
  test('of what is ignored tells since when', () => {
    expect(plain(comingBack({ ...lived, state: 'ignored', since: '2025-12-01T00:00:00.000Z' }).about)).toBe(
      'ignored since 1 Dec',
    )
  })
})

test.each([
  [{ basis: 'first_seen' }, 'first seen'],
  [{ basis: 'operator', text: 'later' }, 'operator: “later”'],
  [{ basis: 'commit' }, 'by itself, judged by commit'],
  [{ basis: 'time' }, 'by itself, judged by time: no commit is recorded'],
  [{ basis: 'limit' }, 'by itself: the limit of ignoring was passed'],
  [{ basis: 'undo' }, 'an operator took it back'],
  [{ basis: 'operator', fixCommit: 'abcdef0123456789' }, 'operator, commit abcdef012345'],
] as const)('a change by %j is told as %s', (fields, words) => expect(changeWords(change(fields))).toBe(words))

test.each([
  [{ to: 'owner', owner: 'mika' }, 'owner: mika'],
  [{ to: 'owner' }, 'owner taken off'],
  [{ to: 'note', text: 'seen before' }, 'seen before'],
  [{ to: 'undo' }, 'undo'],
  [{ to: 'unignored' }, 'stop ignoring'],
  [{ to: 'fix_merged' }, 'fix merged'],
  [{ to: '__proto__' }, '__proto__'],
])('a move %j is told as %s', (fields, words) => {
  const move: PatternMoveWire = {
    ...{ id: 'm', at: '2025-12-01T00:00:00.000Z', by: 'http', to: '', text: null, owner: null },
    ...{ fixCommit: null, fixAt: null, refused: null, ...fields },
  }
  expect(moveWords(move)).toBe(words)
})

const rate = (fields: Partial<HitRateWire>): HitRateWire => ({
  ...{ stretch: 'before', from: '2025-11-30T00:00:00.000Z', to: '2025-12-01T00:00:00.000Z', hit: 1, exposed: 10 },
  ...{ per100: 10, ci: [1.8, 40.4], ...fields },
})

describe('rates', () => {
  test('say their days and runs, and "no exposure yet" where nothing ran', () => {
    const { label, about } = stretchWords(rate({}), true)
    expect([label, plain(about)]).toEqual(['Before the fix', '30 Nov to 1 Dec, 1 of 10 runs'])
    expect(stretchWords(rate({}), false).label).toBe('So far')
    expect(stretchWords(rate({ stretch: 'after', exposed: 0, hit: 0, per100: null, ci: null }), true).about).toContain(
      'no exposure yet',
    )
  })
  test('say how stretches are told apart, whether intervals overlap and what rests on one run', () => {
    const words = rateWords({
      rates: [rate({}), rate({ stretch: 'since' })],
      ratesBy: 'time',
      ratesApart: false,
      fixCommit: null,
    })
    expect(words).toContain('not by commit: the fix names none')
    expect(words).toContain('overlap')
    expect(words).toContain('rests on one run')
    expect(rateWords({ rates: [], ratesBy: 'commit', ratesApart: true, fixCommit: 'abc' })).toContain('do not touch')
    expect(rateWords({ rates: [], ratesBy: null, ratesApart: null, fixCommit: null })).toContain('No fix was merged')
  })
})

test('why messages are one pattern counts shapes, rules that stand and signatures', () => {
  const rule = { kind: 'merge', withdrawnAt: null } as PatternRuleWire
  const gone = { kind: 'template', withdrawnAt: '2025-12-01T00:00:00.000Z' } as PatternRuleWire
  const words = whyOne({ shapes: 3, occurrences: 2_683, autopackSignatures: ['a', 'b'], rules: [rule, gone] })
  expect(plain(words)).toBe(
    '2,683 messages of 3 masked shapes in one group; 1 merge of operators; Autopack’s own signature makes 2 of it',
  )
})
