import { describe, expect, it, onTestFinished, test } from 'vitest'
import { closeDb, type Db, openDb } from '@/lib/db/client'
import { anchorOf, keepMove } from '@/lib/db/pattern-moves'
import { markPatterns } from '@/lib/db/pattern-shapes'
import { type Row, writeAll } from '@/lib/db/upsert'
import { AppError } from '@/lib/errors'
import { Lease } from '@/lib/ingest/lease'
import { contextOf, failureOf, leftToDo, placesOf, settle, storeOf } from '@/lib/testing/pattern-records'
import { BulkTransitionInput, TransitionInput } from '../operator-schema'
import { PATTERN_STATES, type PatternState } from '../pattern-states'
import type { PatternSummary } from '../schema'
import { derivePatterns } from './derive-patterns'
import { editPattern, movePattern, movePatterns } from './move-pattern'

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 2, day, hour)).toISOString()
const NOW = new Date(at(20))

const PATTERNS = {
  new: 'the tide gauge is silent',
  acknowledged: 'no oil left in any lamp',
  fix_proposed: 'mooring line snapped at low water',
  fix_merged: 'chart of these shallows belongs to another century',
  verified: 'a gull sits on our antenna',
  regressed: 'foghorn stutters',
  ignored: 'one wave came over both piers tonight',
} as const satisfies Record<PatternState, string>

const run = (state: string, day: number, minute: number, rest: object = {}) => ({
  ...{ kind: 'run', runId: `${state}-${day}-${minute}`, project: state, status: 'succeeded' },
  ...{ startedAt: at(day), endedAt: new Date(Date.parse(at(day)) + minute * 60_000).toISOString(), ...rest },
})
const hit = (state: PatternState, day: number) => [
  run(state, day, 0, { status: 'failed' }),
  failureOf(`${state}-${day}`, PATTERNS[state], at(day), { runId: `${state}-${day}-0` }),
]
const RECORDS = [
  ...PATTERN_STATES.flatMap((state) => hit(state, 1)),
  ...hit('regressed', 5),
  ...Array.from({ length: 20 }, (_, minute) => run('verified', 5, minute)),
]

/** How each state comes about, on the second day; the evidence of the fifth day does the rest. */
const LEADS: Readonly<Record<PatternState, object | null>> = {
  new: null,
  acknowledged: { to: 'acknowledged' },
  fix_proposed: { to: 'fix_proposed', reason: 'https://example.org/1' },
  fix_merged: { to: 'fix_merged' },
  verified: { to: 'fix_merged' },
  regressed: { to: 'fix_merged' },
  ignored: { to: 'ignored', reason: 'known' },
}

async function harbour() {
  const store = await storeOf(RECORDS, NOW)
  const places = await placesOf(store.db)
  const ids = Object.fromEntries(PATTERN_STATES.map((state) => [state, places[`${state}-1`] ?? ''])) as Record<
    PatternState,
    string
  >
  for (const state of PATTERN_STATES) {
    const lead = LEADS[state]
    if (lead) await move(store.db, ids[state], lead, new Date(at(2)))
  }
  await settle(store.db, NOW)
  return { ...store, ids }
}

const rowOf = (db: Db, id: string) => db.pattern.findUniqueOrThrow({ where: { id } })

/** Moves it as a caller of the route does who sees the row as it is. */
async function move(db: Db, id: string, wanted: object, now = NOW) {
  const { version } = await rowOf(db, id)
  return movePattern(contextOf(db, now), TransitionInput.parse({ id, ...wanted, expectedVersion: version }), 'http')
}

const ASKED: Readonly<Record<string, object>> = {
  acknowledged: {},
  fix_proposed: { reason: 'a text' },
  fix_merged: { fixCommit: 'ABCDEF1' },
  ignored: { reason: 'known' },
  ...{ new: {}, verified: {}, regressed: {}, unignored: {}, undo: {} },
}

/** What each request comes to from each state; what is missing is refused. `new` is where an undo leads, too. */
const ALLOWED: Readonly<Record<PatternState, Readonly<Record<string, PatternState>>>> = {
  new: { acknowledged: 'acknowledged', fix_proposed: 'fix_proposed', fix_merged: 'fix_merged', ignored: 'ignored' },
  acknowledged: { fix_proposed: 'fix_proposed', fix_merged: 'fix_merged', ignored: 'ignored', new: 'new', undo: 'new' },
  fix_proposed: { fix_merged: 'fix_merged', ignored: 'ignored', new: 'new', undo: 'new' },
  fix_merged: { ignored: 'ignored', new: 'new', undo: 'new' },
  verified: { ignored: 'ignored', undo: 'fix_merged' },
  regressed: {
    ...{ acknowledged: 'acknowledged', fix_proposed: 'fix_proposed', fix_merged: 'fix_merged', ignored: 'ignored' },
    undo: 'fix_merged',
  },
  ignored: { unignored: 'new', new: 'new', undo: 'new' },
}

const errorOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it was taken'),
    (error: unknown) => {
      if (error instanceof AppError) return error
      throw error
    },
  )

describe('every move of the table', () => {
  test.each(PATTERN_STATES)('from %s', { timeout: 60_000 }, async (from) => {
    const { db, ids } = await harbour()
    const id = ids[from]
    expect((await rowOf(db, id)).state).toBe(from)
    for (const [to, rest] of Object.entries(ASKED).filter(([to]) => !(to in ALLOWED[from]))) {
      const before = await rowOf(db, id)
      expect([to, (await errorOf(move(db, id, { to, ...rest }))).code]).toEqual([to, 'bad_request'])
      expect(await rowOf(db, id)).toEqual(before)
    }
    for (const [to, state] of Object.entries(ALLOWED[from])) {
      const isBack = ['new', 'undo', 'unignored'].includes(to)
      const moved = await move(db, id, { to, ...ASKED[to] })
      expect([to, moved.state]).toEqual([to, state])
      await settle(db, NOW)
      expect([to, (await rowOf(db, id)).state]).toEqual([to, state])
      if (isBack) break
      expect((await move(db, id, { to: 'undo' })).state).toBe(from)
    }
    await settle(db, NOW)
    expect(await leftToDo(db)).toEqual({ loose: 0, dirty: 0 })
  })

  it('that goes back leads where its name says, or nowhere', async () => {
    const { db, ids } = await harbour()
    const id = ids.acknowledged
    await move(db, id, { to: 'fix_proposed', reason: 'a text' })
    await move(db, id, { to: 'undo' })
    expect((await errorOf(move(db, id, { to: 'verified' }))).code).toBe('bad_request')
    expect((await move(db, id, { to: 'new' })).state).toBe('new')
    // Verified, and that undone: its name must not take the fix itself back.
    await move(db, ids.verified, { to: 'undo' })
    expect((await errorOf(move(db, ids.verified, { to: 'verified' }))).code).toBe('bad_request')
    expect((await rowOf(db, ids.verified)).state).toBe('fix_merged')
  })

  it('that is told late is judged at once by what happened since', async () => {
    const { db, ids } = await harbour()
    await move(db, ids.regressed, { to: 'undo' })
    await move(db, ids.regressed, { to: 'undo' })
    expect((await move(db, ids.regressed, { to: 'fix_merged', fixAt: at(3) })).state).toBe('regressed')
    await move(db, ids.verified, { to: 'undo' })
    await move(db, ids.verified, { to: 'undo' })
    expect((await move(db, ids.verified, { to: 'fix_merged', fixAt: at(3) })).state).toBe('verified')
    const before = await Promise.all([ids.regressed, ids.verified].map((id) => rowOf(db, id)))
    await settle(db, NOW)
    expect(await Promise.all([ids.regressed, ids.verified].map((id) => rowOf(db, id)))).toEqual(before)
  })

  test.each<[string, object, RegExp]>([
    ['a proposed fix without words', { to: 'fix_proposed' }, /reason/],
    ['ignoring without a reason', { to: 'ignored' }, /reason/],
    ['ignoring until the past', { to: 'ignored', reason: 'r', until: at(19) }, /past/],
    ['ignoring until this moment', { to: 'ignored', reason: 'r', until: { at: at(20) } }, /past/],
  ])('%s is refused', async (_, wanted, words) => {
    const { db, ids } = await harbour()
    expect((await errorOf(move(db, ids.new, wanted))).message).toMatch(words)
    expect((await rowOf(db, ids.new)).version).toBe(0)
  })
})

/** The row that a conflict shows. */
const shownWith = (error: AppError | undefined) => (error?.details as { pattern: PatternSummary } | undefined)?.pattern

describe('two operators', () => {
  it('of whom one has an old row: he is shown the row as it is', async () => {
    const { db, ids } = await harbour()
    await move(db, ids.new, { to: 'acknowledged' })
    const error = await errorOf(
      movePattern(contextOf(db, NOW), { id: ids.new, to: 'fix_merged', expectedVersion: 0 }, 'http'),
    )
    expect(error.code).toBe('conflict')
    expect(shownWith(error)).toMatchObject({ state: 'acknowledged', version: 1 })
    expect(
      (await errorOf(movePattern(contextOf(db, NOW), { id: 'nobody', to: 'undo', expectedVersion: 0 }, 'http'))).code,
    ).toBe('not_found')
  })

  it('at the same moment on two connections: one wins, the other sees who did', async () => {
    const { db, url, ids } = await withUrl()
    const other = await openDb(url)
    onTestFinished(() => closeDb(other))
    for (let version = 0; version < 20; version += 2) {
      const asked = [
        { of: db, to: 'acknowledged' as const },
        { of: other, to: 'fix_merged' as const },
      ]
      const ends = await Promise.allSettled(
        asked.map(({ of, to }) =>
          movePattern(contextOf(of, NOW), { id: ids.new, to, expectedVersion: version }, 'http'),
        ),
      )
      const won = asked[ends.findIndex(({ status }) => status === 'fulfilled')]?.to
      const lost = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as AppError] : []))
      expect(lost.map(({ code }) => code)).toEqual(['conflict'])
      expect(shownWith(lost[0])).toMatchObject({
        state: won,
        version: version + 1,
      })
      expect(await db.patternMove.count({ where: { patternId: ids.new } })).toBe(version + 1)
      expect((await move(db, ids.new, { to: 'undo' })).version).toBe(version + 2)
    }
  })

  async function withUrl() {
    const store = await harbour()
    const [{ file }] = await store.db.$queryRawUnsafe<[{ file: string }]>(
      'SELECT "file" FROM pragma_database_list LIMIT 1',
    )
    return { ...store, url: `file:${file}` }
  }
})

it('made while the worker derives the same pattern is not lost', async () => {
  const { db, ids } = await harbour()
  const before = await rowOf(db, ids.new)
  await writeAll(db, [markPatterns([ids.new])])
  const lease = await Lease.take(db, 'worker', NOW)
  if (!lease) throw new Error('somebody holds the lease')
  const anchor = await anchorOf(db, before)
  const blank = { text: null, fixCommit: null, fixAt: null, until: null, owner: null }
  const made = { ...blank, ...anchor, patternId: ids.new, at: NOW.toISOString(), by: 'http', to: 'acknowledged' }
  let asked = 0
  await derivePatterns(
    db,
    () => {
      asked += 1
      // The facts were read, the row that follows from them is about to be written.
      if (asked === 2) void keepMove(db, made, 0, { ...before, state: 'acknowledged', version: 1 } as unknown as Row)
      return lease.fence()
    },
    NOW,
  ).finally(() => lease.release())
  expect(asked).toBeGreaterThan(2)
  expect(await rowOf(db, ids.new)).toMatchObject({ state: 'acknowledged', version: 1 })
  expect(await leftToDo(db)).toEqual({ loose: 0, dirty: 0 })
})

describe('a clock', () => {
  it('that runs behind puts no move before another, and takes none back', async () => {
    const { db, ids } = await harbour()
    await move(db, ids.new, { to: 'acknowledged' })
    const behind = new Date(at(19))
    expect((await move(db, ids.new, { to: 'fix_proposed', reason: 'a text' }, behind)).state).toBe('fix_proposed')
    await settle(db, behind)
    expect(await rowOf(db, ids.new)).toMatchObject({ state: 'fix_proposed', version: 2 })
    const moves = await db.patternMove.findMany({
      where: { patternId: ids.new },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    })
    expect(moves.map(({ to }) => to)).toEqual(['acknowledged', 'fix_proposed'])
    expect(new Set(moves.map(({ id }) => id)).size).toBe(2)
  })

  it('that is behind that of the records hinders no triage', async () => {
    const { db } = await storeOf([failureOf('ahead', PATTERNS.new, '9999-12-31T00:00:00Z')], NOW)
    const { id } = await db.pattern.findFirstOrThrow()
    expect((await move(db, id, { to: 'acknowledged' })).state).toBe('acknowledged')
    await settle(db, NOW)
    expect(await rowOf(db, id)).toMatchObject({ state: 'acknowledged', version: 1 })
  })
})

describe('several at once', () => {
  it('are moved each by itself; what cannot be is told with its row', async () => {
    const { db, ids } = await harbour()
    const items = [
      { id: ids.new, expectedVersion: 0 },
      { id: ids.regressed, expectedVersion: 7 },
      { id: ids.verified, expectedVersion: 1 },
      { id: 'nobody', expectedVersion: 0 },
      { id: ids.new, expectedVersion: 0 },
    ]
    const result = await movePatterns(
      contextOf(db, NOW),
      BulkTransitionInput.parse({ items, to: 'acknowledged' }),
      'http',
    )
    expect(result.done.map(({ id, state }) => [id, state])).toEqual([[ids.new, 'acknowledged']])
    expect(result.refused.map(({ id, pattern }) => [id, pattern?.state ?? null])).toEqual([
      [ids.regressed, 'regressed'],
      [ids.verified, 'verified'],
      ['nobody', null],
      [ids.new, 'acknowledged'],
    ])
  })
})

it('an owner and notes count as changes and move nothing', async () => {
  const { db, ids } = await harbour()
  const edit = async (words: object) => {
    const { version } = await rowOf(db, ids.acknowledged)
    return editPattern(contextOf(db, NOW), { id: ids.acknowledged, expectedVersion: version, ...words }, 'http')
  }
  expect(await edit({ owner: 'anna' })).toMatchObject({ owner: 'anna', state: 'acknowledged', version: 2 })
  expect(await edit({ note: 'seen at noon' })).toMatchObject({ owner: 'anna', state: 'acknowledged', version: 3 })
  await settle(db, NOW)
  expect(await rowOf(db, ids.acknowledged)).toMatchObject({ owner: 'anna', state: 'acknowledged', version: 3 })
  expect(await edit({ owner: '' })).toMatchObject({ owner: null, version: 4 })
  expect((await errorOf(edit({}))).code).toBe('bad_request')
  expect((await errorOf(edit({ owner: 'a', note: 'b' }))).code).toBe('bad_request')
  expect((await move(db, ids.acknowledged, { to: 'undo' })).state).toBe('new')
})
