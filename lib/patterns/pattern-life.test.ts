import { describe, expect, it, test } from 'vitest'
import { type ExposableRun, type LifeFacts, type Occurrence, patternLife } from './pattern-life'
import { movesFrom, PATTERN_STATES, type PatternMove, type PatternState, refusalOf } from './pattern-states'

/** The first day of March is day 1; a fraction is a part of the day. */
const day = (number: number) => new Date(Date.parse('2026-02-28T00:00:00.000Z') + number * 86_400_000).toISOString()
const END = day(100)

const hit = (at: number, runId: string | null = null): Occurrence => ({ id: `o${at}`, at: day(at), runId })
const run = (at: number, commit: string | null = null, id = `run ${at}`): ExposableRun => ({
  ...{ id, endedAt: day(at), commit },
})
const move = (at: number, rest: { to: PatternMove['to'] } & Record<string, unknown>): PatternMove =>
  ({ id: `m${at}`, at: day(at), ...rest }) as PatternMove
const acknowledge = (at: number) => move(at, { to: 'acknowledged' })
const propose = (at: number) => move(at, { to: 'fix_proposed', text: 'create the row first' })
const merge = (at: number, fixCommit: string | null = null, fixAt: string | null = null) =>
  move(at, { to: 'fix_merged', fixCommit, fixAt })
const ignore = (at: number, until: unknown = null) => move(at, { to: 'ignored', reason: 'known', until })
const undo = (at: number) => move(at, { to: 'undo' })

const byTime = <T extends { at: string }>(ones: readonly T[]) => ones.toSorted((a, b) => (a.at < b.at ? -1 : 1))

function lifeOf(facts: Partial<LifeFacts> & { commits?: Record<string, string> }) {
  const { occurrences = [], runs = [], moves = [], commits = {}, now = END, ...rest } = facts
  return patternLife({
    ...{ occurrences: byTime(occurrences), moves, now, verifyAfter: 3 },
    runs: runs.toSorted((a, b) => (a.endedAt < b.endedAt ? -1 : 1)),
    commitOf: (id) => commits[id] ?? runs.find((one) => one.id === id)?.commit ?? null,
    // Commits are letters: each has what the earlier ones have; "other" is not in the list that is known.
    contains: (commit, fix) => (commit === 'other' ? null : commit >= fix),
    ...rest,
  })
}

const steps = (life: ReturnType<typeof lifeOf>) => life.history.map(({ to, basis }) => `${to} (${basis})`)

/** The shortest life that ends in a state. */
const LIVES: Readonly<Record<PatternState, Partial<LifeFacts>>> = {
  new: { occurrences: [hit(1)] },
  acknowledged: { occurrences: [hit(1)], moves: [acknowledge(2)] },
  fix_proposed: { occurrences: [hit(1)], moves: [propose(2)] },
  fix_merged: { occurrences: [hit(1)], moves: [merge(2)] },
  verified: { occurrences: [hit(1)], moves: [merge(2)], runs: [run(3), run(4), run(5)] },
  regressed: { occurrences: [hit(1), hit(3)], moves: [merge(2)] },
  ignored: { occurrences: [hit(1)], moves: [ignore(2)] },
}

const MOVES: Readonly<Record<PatternMove['to'], readonly PatternState[]>> = {
  acknowledged: ['new', 'regressed'],
  fix_proposed: ['new', 'acknowledged', 'regressed'],
  fix_merged: ['new', 'acknowledged', 'fix_proposed', 'regressed'],
  ignored: ['new', 'acknowledged', 'fix_proposed', 'fix_merged', 'verified', 'regressed'],
  unignored: ['ignored'],
  undo: ['acknowledged', 'fix_proposed', 'fix_merged', 'verified', 'regressed', 'ignored'],
}

describe('what an operator may do', () => {
  const made: Record<PatternMove['to'], PatternMove> = {
    ...{ acknowledged: acknowledge(50), fix_proposed: propose(50), fix_merged: merge(50), ignored: ignore(50) },
    ...{ unignored: move(50, { to: 'unignored' }), undo: undo(50) },
  }
  test.each(
    PATTERN_STATES.flatMap((state) =>
      Object.keys(MOVES).map(
        (to) => [state, to as PatternMove['to'], MOVES[to as PatternMove['to']].includes(state)] as const,
      ),
    ),
  )('from %s, %s is allowed: %s', (state, to, allowed) => {
    const facts = LIVES[state]
    expect(lifeOf(facts).state).toBe(state)
    const after = lifeOf({ ...facts, moves: [...(facts.moves ?? []), made[to]] })
    expect(after.refused).toHaveLength(allowed ? 0 : 1)
    expect(after.history.at(-1)?.moveId === 'm50').toBe(allowed)
    if (!allowed) expect(after.state).toBe(state)
    expect(refusalOf(state, to, state !== 'new') === null).toBe(allowed)
    if (to !== 'undo') expect(movesFrom(state).includes(to)).toBe(allowed)
  })

  it('cannot move what never occurred', () => {
    expect(lifeOf({ moves: [acknowledge(1)] })).toMatchObject({
      ...{ state: null, history: [], refused: [{ moveId: 'm1', reason: 'it had not occurred yet' }] },
    })
  })
})

describe('a fix', () => {
  const told = { occurrences: [hit(1, 'old')], moves: [merge(2)] }

  it('is verified by so many exposed runs without it, and not by one less', () => {
    expect(lifeOf({ ...told, runs: [run(3), run(4)] })).toMatchObject({ state: 'fix_merged', exposed: 2 })
    expect(lifeOf({ ...told, runs: [run(3), run(4), run(5), run(6)] })).toMatchObject({
      ...{ state: 'verified', since: day(5) },
    })
  })

  it('is not verified by runs that ended before it, nor by a run that met it before', () => {
    expect(lifeOf({ ...told, runs: [run(1.5), run(2), run(3, null, 'old'), run(4)] })).toMatchObject({
      ...{ state: 'fix_merged', exposed: 1 },
    })
  })

  it('did not hold when it occurs in code that has it; on older code it says nothing', () => {
    const withCommit = { moves: [merge(2, 'c')], runs: [run(4, 'b', 'x'), run(6, 'c', 'y')] }
    const old = lifeOf({ ...withCommit, occurrences: [hit(1), hit(3, 'x')] })
    expect(old).toMatchObject({ state: 'fix_merged', oldCode: 1, exposed: 1 })
    const back = lifeOf({ ...withCommit, occurrences: [hit(1), hit(3, 'x'), hit(5, 'y')] })
    expect(back).toMatchObject({ state: 'regressed', oldCode: 1, since: day(5) })
    expect(back.history.at(-1)).toMatchObject({ basis: 'commit', occurrenceId: 'o5', by: 'system' })
  })

  it('is judged by time where commits are not known, and says so', () => {
    for (const commit of [null, 'other'])
      expect(
        steps(lifeOf({ occurrences: [hit(1), hit(3, 'x')], moves: [merge(2, 'c')], runs: [run(4, commit, 'x')] })).at(
          -1,
        ),
      ).toBe('regressed (time)')
    expect(steps(lifeOf({ ...told, runs: [run(3), run(4, 'z'), run(5)] })).at(-1)).toBe('verified (time)')
    expect(
      steps(
        lifeOf({ occurrences: [hit(1)], moves: [merge(2, 'c')], runs: [run(3, 'c'), run(4, 'd'), run(5, 'c')] }),
      ).at(-1),
    ).toBe('verified (commit)')
  })

  it('that was verified regresses, too; a rollback to older code does not', () => {
    const verified = { moves: [merge(2, 'c')], runs: [run(3, 'c'), run(4, 'c'), run(5, 'c')] }
    const commits = { back: 'b', on: 'd' }
    expect(lifeOf({ ...verified, commits, occurrences: [hit(1), hit(6, 'back')] }).state).toBe('verified')
    expect(lifeOf({ ...verified, commits, occurrences: [hit(1), hit(6, 'on')] }).state).toBe('regressed')
  })

  it('that went live before it was told is judged by what happened since', () => {
    const early = merge(10, null, day(2))
    expect(lifeOf({ occurrences: [hit(1)], moves: [early], runs: [run(3), run(4), run(5)] })).toMatchObject({
      ...{ state: 'verified', since: day(10) },
    })
    const again = lifeOf({ occurrences: [hit(1), hit(3)], moves: [early] })
    expect(again.history.at(-1)).toMatchObject({ to: 'regressed', at: day(10), occurrenceId: 'o3' })
  })

  it('that was told anew counts anew', () => {
    const life = lifeOf({
      occurrences: [hit(1), hit(4)],
      ...{ moves: [merge(2), merge(5)], runs: [run(3), run(6), run(7), run(8)] },
    })
    expect(steps(life)).toEqual([
      ...['new (first_seen)', 'fix_merged (operator)', 'regressed (time)', 'fix_merged (operator)', 'verified (time)'],
    ])
  })
})

describe('what is ignored', () => {
  const hits = [1, 3, 4, 5, 5.1, 5.2, 9].map((at) => hit(at))
  it.each([
    ['for good', null, 'ignored', day(2)],
    ['until a time', { at: day(6) }, 'new', day(6)],
    ['for three more', { count: 3 }, 'new', day(5.1)],
    ['up to two a day', { perDay: 2 }, 'new', day(5.2)],
    ['up to four a day', { perDay: 4 }, 'ignored', day(2)],
    ['until a time that has not come', { at: day(200) }, 'ignored', day(2)],
  ])('%s', (_, until, state, since) => {
    expect(lifeOf({ occurrences: hits, moves: [ignore(2, until)] })).toMatchObject({ state, since })
  })

  it('comes back to the state before, and there the rules go on', () => {
    const life = lifeOf({ occurrences: [hit(1), hit(4), hit(6)], moves: [merge(2), ignore(3, { at: day(5) })] })
    expect(steps(life).slice(2)).toEqual(['ignored (operator)', 'fix_merged (limit)', 'regressed (time)'])
  })

  it('by hand, too', () => {
    const moves = [acknowledge(2), ignore(3), move(4, { to: 'unignored' })]
    expect(lifeOf({ occurrences: [hit(1)], moves }).state).toBe('acknowledged')
  })
})

describe('undo', () => {
  it('brings back the state before, step by step', () => {
    const moves = [acknowledge(2), propose(3), undo(4), undo(5)]
    expect(lifeOf({ occurrences: [hit(1)], moves: moves.slice(0, 3) }).state).toBe('acknowledged')
    expect(lifeOf({ occurrences: [hit(1)], moves }).state).toBe('new')
    expect(lifeOf({ occurrences: [hit(1)], moves: [...moves, undo(6)] }).refused).toHaveLength(1)
  })

  it('of a regression forgives what was seen until then, and nothing after', () => {
    const forgiven = { occurrences: [hit(1), hit(3)], moves: [merge(2), undo(4)] }
    expect(lifeOf(forgiven).state).toBe('fix_merged')
    expect(lifeOf({ ...forgiven, occurrences: [...forgiven.occurrences, hit(5)] }).state).toBe('regressed')
  })

  it('of a verification asks for as many runs again', () => {
    const doubted = { occurrences: [hit(1)], moves: [merge(2), undo(6)] }
    const runs = [run(3), run(4), run(5), run(7), run(8)]
    expect(lifeOf({ ...doubted, runs })).toMatchObject({ state: 'fix_merged', exposed: 2 })
    expect(lifeOf({ ...doubted, runs: [...runs, run(9)] })).toMatchObject({ state: 'verified', since: day(9) })
  })

  it('of a fix takes its commit and its count away', () => {
    const life = lifeOf({ occurrences: [hit(1), hit(5)], moves: [merge(2), undo(3)], runs: [run(4), run(6), run(7)] })
    expect(life).toMatchObject({ state: 'new', exposed: null })
  })
})

describe('a late event', () => {
  it('changes the history, as if it had come in time', () => {
    const moves = [merge(3), acknowledge(20)]
    const runs = [run(4), run(5), run(6)]
    const early = lifeOf({ occurrences: [hit(1)], moves, runs })
    expect(early).toMatchObject({ state: 'verified', refused: [{ moveId: 'm20' }] })
    const late = lifeOf({ occurrences: [hit(1), hit(4.5)], moves, runs })
    expect(steps(late)).toEqual([
      'new (first_seen)',
      'fix_merged (operator)',
      'regressed (time)',
      'acknowledged (operator)',
    ])
    expect(late.refused).toEqual([])
  })
})

test('the state of a whole history on every day', () => {
  const occurrences = [hit(1, 'a1'), hit(2, 'a2'), hit(8.5, 'old'), hit(14, 'a14'), hit(24, 'a24'), hit(25, 'a25')]
  const runs = [
    ...[5, 6, 7, 8, 9, 10].map((at) => run(at, 'f')),
    ...[run(8.6, 'e', 'old'), run(14.5, 'g', 'a14'), run(18, 'h'), run(19, 'h'), run(20, 'h')],
    ...[run(24.5, 'h', 'a24'), run(25.5, 'f', 'a25')],
  ]
  const moves = [
    ...[acknowledge(2.5), propose(3), merge(4, 'f'), acknowledge(15), merge(17, 'h'), undo(21), undo(22)],
    ...[merge(23, 'h'), ignore(26, { at: day(28) })],
  ]
  const expected: Record<number, PatternState | null> = {
    ...{ 0.5: null, 1: 'new', 2: 'new', 2.5: 'acknowledged', 3: 'fix_proposed', 4: 'fix_merged', 6: 'fix_merged' },
    // Three exposed runs; the old code of day 8 is no return, that of day 14 is one.
    ...{ 7: 'verified', 9: 'verified', 13: 'verified', 14: 'regressed', 15: 'acknowledged', 17: 'fix_merged' },
    // Verified, doubted, and the fix taken back.
    ...{ 19: 'fix_merged', 20: 'verified', 21: 'fix_merged', 22: 'acknowledged', 23: 'fix_merged', 24: 'regressed' },
    ...{ 25: 'regressed', 26: 'ignored', 27: 'ignored', 28: 'regressed', 40: 'regressed' },
  }
  for (const [number, state] of Object.entries(expected))
    expect([number, lifeOf({ occurrences, runs, moves, now: day(Number(number)) }).state]).toEqual([number, state])
  expect(lifeOf({ occurrences, runs, moves })).toMatchObject({ oldCode: 1, refused: [] })
})
