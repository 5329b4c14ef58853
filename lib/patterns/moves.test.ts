import { describe, expect, test } from 'vitest'
import { summary } from '@/lib/testing/pattern-summary'
import { readFixChoice } from './fix-choice'
import { readIgnoreChoice } from './ignore-choice'
import { moveScope, newer, predicted, withKnown } from './moves'

describe('the scope of a move', () => {
  test('tells before it is done which patterns cannot be moved', () => {
    const patterns = (['new', 'regressed', 'verified', 'verified', 'ignored'] as const).map((state) => ({ state }))
    const { movable, left } = moveScope(patterns, ['acknowledged'])
    expect(movable).toEqual([{ state: 'new' }, { state: 'regressed' }])
    expect(left).toBe('2 verified, 1 ignored')
    expect(moveScope([{ state: 'new' }], ['ignored']).left).toBeNull()
  })
})

describe('the row that is shown until the reply comes', () => {
  test.each([
    ['acknowledged', {}, 'known'],
    ['acknowledged', { sessions: 3 }, 'told'],
    ['fix_proposed', { trend: 'escalating' }, 'triage'],
    ['fix_merged', { sessions: 3 }, 'fix_merged'],
    ['ignored', { trend: 'escalating' }, 'ignored'],
  ] as const)(
    'after %s with %j is in the lane %s',
    (to, { sessions = 1, trend = 'steady' }: { sessions?: number; trend?: 'steady' | 'escalating' }, lane) => {
      const before = summary('a', { trend, recurrence: { sessions, daysOpen: 1, told: null, cells: [] } })
      expect(predicted(before, to)).toMatchObject({ state: to, lane, version: 1 })
    },
  )

  test('stays as it is where only the server knows which state stood before', () => {
    expect(predicted(summary('a', { state: 'ignored', lane: 'ignored' }), 'unignored')).toMatchObject({
      ...{ state: 'ignored', lane: 'ignored', version: 1 },
    })
  })
})

describe('a list of which more is known', () => {
  const rows = ['a', 'b', 'c'].map((id) => summary(id))
  const known = new Map([['a', summary('a', { state: 'acknowledged', lane: 'known', version: 1 })]])
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)

  test('drops a row that is not of the lane or state any more', () => {
    expect(ids(withKnown(rows, known, { lane: 'triage', sort: 'urgent' }))).toEqual(['b', 'c'])
    expect(ids(withKnown(rows, known, { state: 'new', sort: 'urgent' }))).toEqual(['b', 'c'])
  })
  test('puts it into its group where all lanes are shown, and leaves every other order alone', () => {
    expect(ids(withKnown(rows, known, { sort: 'urgent' }))).toEqual(['b', 'c', 'a'])
    expect(ids(withKnown(rows, known, { sort: 'lastSeen' }))).toEqual(['a', 'b', 'c'])
  })
  test('never puts an older row in the place of a newer one', () => {
    const newest = summary('a', { state: 'ignored', version: 2 })
    expect(newer(newest, known.get('a'))).toBe(newest)
    expect(withKnown([newest], known, { sort: 'urgent' })[0]).toBe(newest)
    expect(withKnown(rows, new Map(), { sort: 'urgent' })).toBe(rows)
  })
})

describe('the form of ignoring', () => {
  const choice = { limit: 'good', reason: ' noise ', date: '', count: '' } as const
  const today = '2026-08-01'
  test.each([
    [{}, { to: 'ignored', reason: 'noise' }],
    [
      { limit: 'date', date: '2026-08-02' },
      { to: 'ignored', reason: 'noise', until: { at: '2026-08-02T00:00:00.000Z' } },
    ],
    [
      { limit: 'count', count: '12' },
      { to: 'ignored', reason: 'noise', until: { count: 12 } },
    ],
    [
      { limit: 'rate', count: '3' },
      { to: 'ignored', reason: 'noise', until: { perDay: 3 } },
    ],
  ] as const)('asks for what %j says', (next, wanted) => {
    expect(readIgnoreChoice({ ...choice, ...next }, today)).toEqual({ wanted })
  })
  test.each([
    [{ reason: '  ' }, 'reason'],
    [{ limit: 'date', date: '2026-08-01' }, 'date'],
    [{ limit: 'date', date: '' }, 'date'],
    [{ limit: 'count', count: '0' }, 'count'],
    [{ limit: 'rate', count: '1e3' }, 'count'],
    [{ limit: 'rate', count: '9999999' }, 'count'],
  ] as const)('says what is wrong with %j', (next, field) => {
    const read = readIgnoreChoice({ ...choice, ...next }, today)
    expect('faults' in read && Object.keys(read.faults)).toEqual([field])
  })
})

describe('the form of a fix', () => {
  const choice = { step: 'fix_merged', text: '', commit: '', at: '' } as const
  test.each([
    [
      { step: 'fix_proposed', text: ' #12 ' },
      { to: 'fix_proposed', reason: '#12' },
    ],
    [{}, { to: 'fix_merged' }],
    [
      { commit: 'ABCDEF1', at: '2026-08-01T10:00' },
      { to: 'fix_merged', fixCommit: 'ABCDEF1', fixAt: '2026-08-01T10:00Z' },
    ],
  ] as const)('asks for what %j says', (next, wanted) => {
    expect(readFixChoice({ ...choice, ...next })).toEqual({ wanted })
  })
  test.each([
    [{ step: 'fix_proposed' }, 'text'],
    [{ commit: 'main' }, 'commit'],
    [{ at: 'yesterday' }, 'at'],
  ] as const)('says what is wrong with %j', (next, field) => {
    const read = readFixChoice({ ...choice, ...next })
    expect('faults' in read && Object.keys(read.faults)).toEqual([field])
  })
})
