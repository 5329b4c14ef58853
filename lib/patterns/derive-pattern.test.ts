import { describe, expect, it, test } from 'vitest'
import { HOLE } from '@/lib/fingerprint/mask-characters'
import { derivePattern, type PatternFacts, type StoredMove, titleOf, trendFrom } from './derive-pattern'
import type { Occurrence } from './pattern-life'
import type { PatternMove } from './pattern-states'

const at = (day: number, time = '12:00:00.000') => `2026-03-${String(day).padStart(2, '0')}T${time}Z`
const dayOf = (day: number) => at(day).slice(0, 10)
const hit = (day: number): Occurrence => ({ id: `o${day}`, at: at(day), runId: null })

let serial = 0
const stored = (
  day: number,
  move: { to: PatternMove['to'] } & Record<string, unknown>,
  text: string | null = null,
): StoredMove => {
  serial += 1
  const id = `m${serial}`
  return { id, at: at(day), by: 'http', kind: 'state', move: { id, at: at(day), ...move } as PatternMove, text }
}
const acknowledged = (day: number) => stored(day, { to: 'acknowledged' })
const proposed = (day: number, text: string) => stored(day, { to: 'fix_proposed', text }, text)
const merged = (day: number, rest: object = {}, text: string | null = null) =>
  stored(day, { to: 'fix_merged', fixCommit: null, fixAt: null, ...rest }, text)
const ignored = (day: number, until: unknown = null) => stored(day, { to: 'ignored', reason: 'r', until }, 'r')
const undo = (day: number) => stored(day, { to: 'undo' })
const owner = (day: number, name: string | null): StoredMove => ({
  id: `w${day}`,
  at: at(day),
  by: 'http',
  kind: 'owner',
  owner: name,
})
const note = (day: number): StoredMove => ({ id: `n${day}`, at: at(day), by: 'http', kind: 'note', text: 'a note' })

/** A pattern of the first day, looked at on the twentieth, with what the test is about. */
function facts(about: Partial<Omit<PatternFacts, 'life'>> & { hits?: Occurrence[] } = {}): PatternFacts {
  const { hits = [hit(1)], ...rest } = about
  return {
    ...{ id: 'p', template: 'the tide gauge is silent', told: { title: null, errorType: null, cause: null } },
    ...{ causes: [], occurrences: hits.length, tellings: 1, moves: [], now: at(20) },
    ...{ firstSeenAt: hits[0]?.at ?? null, lastSeenAt: hits.at(-1)?.at ?? null },
    days: hits.map((each) => ({ day: each.at.slice(0, 10), occurrences: 1 })),
    life: { occurrences: hits, runs: [], commitOf: () => null, contains: () => null },
    ...rest,
  }
}
const run = (day: number, minute: number) => ({
  id: `r${day}-${minute}`,
  endedAt: at(day, `13:${String(minute).padStart(2, '0')}:00.000`),
  commit: null,
})
const twenty = Array.from({ length: 20 }, (_, minute) => run(5, minute))

/** Ten a day in the last week, after one in each of the weeks before. */
const RISING = [
  ...[
    { day: '2026-02-20', occurrences: 1 },
    { day: '2026-02-27', occurrences: 1 },
  ],
  ...[14, 15, 16, 17, 18, 19, 20].map((day) => ({ day: dayOf(day), occurrences: 10 })),
]
const rising = { days: RISING, firstSeenAt: '2026-02-13T00:00:00.000Z', lastSeenAt: at(20), occurrences: 72 }

describe('lane and rank', () => {
  test.each<[string, PatternFacts, string, number]>([
    ['new', facts(), 'triage', 700],
    ['new and rising', facts(rising), 'triage', 801],
    ['came back', facts({ hits: [hit(1), hit(5)], moves: [merged(2)] }), 'triage', 900],
    ['known, seen once', facts({ moves: [acknowledged(2)] }), 'known', 500],
    ['known, and told again', facts({ moves: [acknowledged(2)], tellings: 2 }), 'told', 600],
    ['a fix is proposed, and it was told again', facts({ moves: [proposed(2, 't')], tellings: 9 }), 'told', 600],
    ['known, and rising', facts({ ...rising, moves: [acknowledged(2)], tellings: 2 }), 'triage', 801],
    ['fixed', facts({ moves: [merged(2)] }), 'fix_merged', 400],
    ['fixed, though it rose before', facts({ ...rising, moves: [merged(20)] }), 'fix_merged', 401],
    ['ignored, though it rises', facts({ ...rising, moves: [ignored(2)] }), 'ignored', 101],
    ['a storm', facts({ occurrences: 2_000 }), 'triage', 703],
    ['more than can be told apart', facts({ occurrences: Number.MAX_SAFE_INTEGER }), 'triage', 709],
    ['nothing counted yet', facts({ occurrences: 0 }), 'triage', 700],
  ])('%s', (_, input, lane, rank) => {
    expect(derivePattern(input)).toMatchObject({ lane, rank })
  })

  it('of what was proved', () => {
    const proved = facts({ moves: [merged(2)] })
    expect(derivePattern({ ...proved, life: { ...proved.life, runs: twenty } })).toMatchObject({
      ...{ state: 'verified', lane: 'verified', rank: 300, exposed: 20, since: twenty[19]?.endedAt },
    })
  })

  it('put what came back before what rises, before what is new, whatever their number', () => {
    const back = derivePattern(facts({ hits: [hit(1), hit(5)], moves: [merged(2)] })).rank
    const rises = derivePattern(facts(rising)).rank
    const storm = derivePattern(facts({ occurrences: 1_000_000 })).rank
    expect(back).toBeGreaterThan(rises)
    expect(rises).toBeGreaterThan(storm)
  })
})

describe('trend', () => {
  it('is the same at any time of a day, and moves at midnight', () => {
    const times = ['00:00:00.000', '00:00:00.001', '12:00:00.000', '23:59:59.999']
    expect(times.map((time) => derivePattern(facts({ ...rising, now: at(20, time) })).trend)).toEqual(
      times.map(() => 'escalating'),
    )
    expect(new Set(times.map((time) => trendFrom(at(20, time))))).toEqual(new Set(['2026-02-14']))
    expect(trendFrom(at(21, '00:00:00.000'))).toBe('2026-02-15')
  })

  test.each<[string, Partial<PatternFacts>, string]>([
    ['first seen six days ago', { firstSeenAt: at(14, '00:00:00.000'), lastSeenAt: at(14) }, 'new'],
    ['first seen the day before that', { firstSeenAt: at(13, '23:59:59.999'), lastSeenAt: at(14) }, 'steady'],
    [
      'last seen 35 days ago',
      { firstSeenAt: '2026-01-01T00:00:00.000Z', lastSeenAt: '2026-02-13T23:59:59.999Z', days: [] },
      'silent',
    ],
    ['no time recorded', { firstSeenAt: null, lastSeenAt: null, days: [] }, 'silent'],
    [
      'first seen in a year to come',
      { firstSeenAt: '9999-12-31T00:00:00.000Z', lastSeenAt: '9999-12-31T00:00:00.000Z', days: [] },
      'new',
    ],
  ])('%s', (_, about, trend) => {
    expect(derivePattern(facts(about)).trend).toBe(trend)
  })
})

describe('when time alone may change it', () => {
  test.each<[string, PatternFacts, string | null]>([
    ['seen lately: at midnight', facts(), at(21, '00:00:00.000')],
    ['seen at midnight itself', facts({ now: at(20, '00:00:00.000') }), at(21, '00:00:00.000')],
    ['not seen for five weeks: never', facts({ now: '2026-06-01T00:00:00.000Z' }), null],
    ['without a time: never', facts({ firstSeenAt: null, lastSeenAt: null }), null],
    [
      'ignored until later this day',
      facts({ moves: [ignored(2, { at: at(20, '18:00:00.000') })] }),
      at(20, '18:00:00.000'),
    ],
    ['ignored until a later day: at midnight', facts({ moves: [ignored(2, { at: at(25) })] }), at(21, '00:00:00.000')],
    [
      'silent, and ignored until a later day',
      facts({
        now: at(1, '00:00:00.000').replace('03', '06'),
        moves: [ignored(2, { at: '2026-07-01T00:00:00.000Z' })],
      }),
      '2026-07-01T00:00:00.000Z',
    ],
    ['ignored until a time that has come', facts({ moves: [ignored(2, { at: at(10) })] }), at(21, '00:00:00.000')],
    ['ignored for so many more', facts({ moves: [ignored(2, { count: 3 })] }), at(21, '00:00:00.000')],
    [
      'ignored a second time, and that undone: by the first',
      facts({
        moves: [
          ...[
            ignored(2, { at: at(20, '18:00:00.000') }),
            stored(3, { to: 'unignored' }),
            ignored(4, { at: at(20, '15:00:00.000') }),
          ],
          ...[undo(5), undo(6)],
        ],
      }),
      at(20, '18:00:00.000'),
    ],
  ])('%s', (_, input, dueAt) => {
    expect(derivePattern(input).dueAt).toBe(dueAt)
  })
})

describe('the fix in force', () => {
  const none = { fixAt: null, fixCommit: null, mitigation: null }
  test.each<[string, StoredMove[], object]>([
    ['none', [acknowledged(2)], none],
    ['proposed', [proposed(2, 'restart it')], { ...none, mitigation: 'restart it' }],
    ['merged when it was told', [merged(2)], { ...none, fixAt: at(2) }],
    [
      'merged before',
      [merged(2, { fixAt: at(1, '15:00:00.000'), fixCommit: 'abcdef1' })],
      { ...none, fixAt: at(1, '15:00:00.000'), fixCommit: 'abcdef1' },
    ],
    [
      'proposed, then merged without words',
      [proposed(2, 'restart it'), merged(3)],
      { ...none, fixAt: at(3), mitigation: 'restart it' },
    ],
    [
      'proposed, then merged with others',
      [proposed(2, 'restart it'), merged(3, {}, 'replaced it')],
      { ...none, fixAt: at(3), mitigation: 'replaced it' },
    ],
    ['merged, and undone', [merged(2), undo(3)], none],
    [
      'proposed, merged, and that undone',
      [proposed(2, 'restart it'), merged(3), undo(4)],
      { ...none, mitigation: 'restart it' },
    ],
    ['all undone', [proposed(2, 'restart it'), merged(3), undo(4), undo(5)], none],
    ['undone, and told anew', [merged(2), undo(3), merged(4)], { ...none, fixAt: at(4) }],
    ['ignored behind it', [merged(2), ignored(3)], { ...none, fixAt: at(2) }],
    [
      'refused: it was fixed already',
      [merged(2, { fixCommit: 'abcdef1' }), merged(3)],
      { ...none, fixAt: at(2), fixCommit: 'abcdef1' },
    ],
  ])('%s', (_, moves, fix) => {
    expect(derivePattern(facts({ moves }))).toMatchObject({ ...fix, version: moves.length })
  })

  it('stays when it did not hold, and a regression that was undone takes nothing of it', () => {
    const hits = [hit(1), hit(5)]
    expect(derivePattern(facts({ hits, moves: [merged(2)] }))).toMatchObject({ state: 'regressed', fixAt: at(2) })
    expect(derivePattern(facts({ hits, moves: [merged(2), undo(6)] }))).toMatchObject({
      state: 'fix_merged',
      fixAt: at(2),
    })
    expect(derivePattern(facts({ hits, moves: [merged(2), undo(6), undo(7)] }))).toMatchObject({
      state: 'new',
      ...none,
    })
  })
})

describe('owner and kind', () => {
  it('the last owner counts, notes and moves between change nothing', () => {
    expect(derivePattern(facts({ moves: [owner(2, 'anna'), note(3), acknowledged(4)] }))).toMatchObject({
      owner: 'anna',
      state: 'acknowledged',
      version: 3,
    })
    expect(derivePattern(facts({ moves: [owner(2, 'anna'), owner(3, 'berta')] })).owner).toBe('berta')
    expect(derivePattern(facts({ moves: [owner(2, 'anna'), owner(3, null)] })).owner).toBeNull()
    expect(derivePattern(facts({ moves: [owner(2, 'anna'), undo(3)] })).owner).toBe('anna')
  })

  it('most of the failures decide, equal numbers by name, and an operator before all', () => {
    const causes = [
      { rule: 'disk_full', cause: 'infra' as const, count: 3 },
      { rule: 'attempts_exhausted', cause: 'agent' as const, count: 3 },
      { rule: null, cause: 'unknown' as const, count: 2 },
    ]
    expect(derivePattern(facts({ causes }))).toMatchObject({
      rule: 'attempts_exhausted',
      cause: 'agent',
      errorType: 'attempts_exhausted',
    })
    expect(derivePattern(facts({ causes: causes.toReversed() })).rule).toBe('attempts_exhausted')
    const told = { title: 'Mine', errorType: 'mine', cause: 'config' as const }
    expect(derivePattern(facts({ causes, told }))).toMatchObject({ title: 'Mine', errorType: 'mine', cause: 'config' })
    expect(derivePattern(facts())).toMatchObject({ rule: null, cause: 'unknown', errorType: 'unknown_error' })
    const stranger = [{ rule: 'of another version', cause: 'quality' as const, count: 1 }]
    expect(derivePattern(facts({ causes: stranger }))).toMatchObject({ cause: 'quality', errorType: 'unknown_error' })
  })

  test.each([
    ['the tide gauge is silent', 'the tide gauge is silent'],
    [`port ${HOLE} is taken`, 'port <*> is taken'],
    ['', 'No message recorded'],
    [`${HOLE} ${HOLE}`, 'No message recorded'],
    ['--- !!! ---', 'No message recorded'],
    [`${'word '.repeat(50)}`, `${'word '.repeat(31)}word…`],
  ])('the title of %j is %j', (template, title) => {
    expect(titleOf(template)).toBe(title)
  })

  it('a title cut within a character is well formed', () => {
    expect(titleOf('👩'.repeat(200)).isWellFormed()).toBe(true)
    expect(titleOf('👩'.repeat(200)).length).toBeLessThanOrEqual(161)
  })
})

it('whatever it is derived at, before anything was seen it is new', () => {
  expect(derivePattern(facts({ hits: [] }))).toMatchObject({
    state: 'new',
    since: null,
    lane: 'triage',
    exposed: null,
    oldCode: 0,
  })
})
