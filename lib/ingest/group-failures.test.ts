import { appendFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { fingerprint, importInto } from '@/lib/testing/importing'
import { killed } from '@/lib/testing/kill-inserts'
import { failureOf, groupsOf, importRecords, leftToDo, ndjson, settle, storeOf } from '@/lib/testing/pattern-records'
import { LONG_TESTS, testDb } from '@/lib/testing/test-db'

const NOW = new Date('2026-01-10T00:00:00Z')
const DONE = { loose: 0, dirty: 0 }

const TIMES = [
  ...['2026-01-02T10:00:00.000Z', '2026-01-02T10:10:00.000Z', '2026-01-02T10:14:59.999Z', '2026-01-02T10:15:00.000Z'],
  ...['2026-01-02T10:25:00.001Z', '2026-01-05T23:59:59.999Z', '2026-01-06T00:00:00.000Z'],
]
const MESSAGES = [
  ...['anna', 'berta', 'clara', 'dora', 'emma'].map((name) => `no seat left for ${name}`),
  ...['port 3000 is taken', 'port 8080 is taken', 'the tide gauge is silent', 'Exit code 1\nno seat left for frida'],
  ...['command failed', 'giving up after all retries', 'tool use was rejected by the user', ''],
]
const maybe = (...values: string[]) => fc.constantFrom(undefined, ...values)

/** One failure may be written again at another time, and then says something else; the newer stands. */
const failure = fc
  .record({
    ...{ key: fc.nat({ max: 14 }), time: fc.nat({ max: TIMES.length - 1 }) },
    ...{ runId: maybe('a', 'b'), sessionId: maybe('s', 't'), phaseId: maybe('p', 'q') },
  })
  .map(({ key, time, runId, sessionId, phaseId }) => {
    const message = MESSAGES[(key * 5 + time) % MESSAGES.length] ?? ''
    const placed = { runId, sessionId, phaseId: runId === undefined ? undefined : phaseId }
    return failureOf(`f${key}`, message === '' ? ' ' : message, TIMES[time] ?? '', placed)
  })

const record = fc.oneof(
  { weight: 5, arbitrary: failure },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ kind: fc.constant('run'), runId: fc.constantFrom('a', 'b', 'c'), jobId: maybe('j', 'k') },
      ...{ project: maybe('parser', '__proto__'), status: fc.constantFrom('running', 'failed', 'succeeded') },
      ...{ endedAt: maybe('2026-01-06T01:00:00Z'), updatedAt: fc.constantFrom(...TIMES) },
      data: fc.constantFrom({}, { git_commit: 'abcdef1' }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ kind: fc.constant('session'), sessionId: fc.constantFrom('s', 't'), runId: maybe('a', 'b') },
      ...{ project: maybe('parser'), status: fc.constant('running'), updatedAt: fc.constantFrom(...TIMES) },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ kind: fc.constant('phase'), runId: fc.constantFrom('a', 'b'), phaseId: fc.constantFrom('p', 'q') },
      ...{ phaseType: maybe('build', 'test'), status: fc.constant('failed'), updatedAt: fc.constantFrom(...TIMES) },
    }),
  },
)

const kill = fc.record({
  table: fc.constantFrom(
    ...['Failure', 'LooseFailure', 'PatternShape', 'Pattern', 'DirtyPattern', 'PatternSubject', 'PatternDay'],
    ...['PatternAlias', 'Meta'],
  ),
  before: fc.nat({ max: 12 }),
})

/** All that patterns are made of, and what each failure came to. */
async function outcomeOf(db: Db) {
  const { patternShape, pattern, patternDay, patternSubject } = await fingerprint(db)
  const select = { id: true, message: true, shapeId: true, patternId: true, echo: true, firstCauseId: true } as const
  const failures = await db.failure.findMany({ orderBy: { id: 'asc' }, select })
  return { patternShape, pattern, patternDay, patternSubject, failures, left: await leftToDo(db) }
}

describe('patterns', () => {
  it('are the same after any sequence of imports, re-imports and kills', { timeout: 300_000 }, async () => {
    const step = fc.record({
      files: fc.constantFrom(['one'], ['two'], ['one', 'two']),
      records: fc.array(record, { maxLength: 25 }),
      kills: fc.array(kill, { maxLength: 2 }),
    })
    let met = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const store = await testDb()
        for (const { files, records, kills } of steps) {
          const paths = files.map((file) => path.join(store.folder, `${file}.ndjson`))
          for (const at of paths) appendFileSync(at, ndjson(records))
          const importAll = () => importInto(store, paths, {}, () => NOW)
          for (const each of kills) if (await killed(store.db, each, importAll)) met += 1
          await importAll()
          expect(await leftToDo(store.db)).toEqual(DONE)
        }
        const whole = await testDb()
        for (const file of [...new Set(steps.flatMap((each) => each.files))].reverse())
          await importInto(whole, [path.join(store.folder, `${file}.ndjson`)], {}, () => NOW)
        expect(await outcomeOf(store.db)).toEqual(await outcomeOf(whole.db))
      }),
      { numRuns: LONG_TESTS ? 150 : 6, seed: 20_263 },
    )
    expect(met).toBeGreaterThan(0)
  })

  const SEATS = MESSAGES.slice(0, 9).map((message, at) =>
    failureOf(`f${at}`, message, TIMES[at % 7] ?? '', { runId: 'a' }),
  )

  it('that are grouped twice do not change, nor does anything wait', async () => {
    const { db } = await storeOf(SEATS, NOW)
    const [before, revision] = [await outcomeOf(db), await db.meta.findMany()]
    await settle(db, NOW)
    expect(await outcomeOf(db)).toEqual(before)
    // Pages need not even look again.
    expect(await db.meta.findMany()).toEqual(revision)
    expect(before.left).toEqual(DONE)
  })

  it('made anew from nothing are what they were', async () => {
    const { db } = await storeOf(SEATS, NOW)
    const before = await outcomeOf(db)
    await db.patternShape.deleteMany()
    await db.$executeRawUnsafe('INSERT INTO "LooseFailure" ("failureId") SELECT "id" FROM "Failure"')
    await settle(db, NOW)
    expect(await outcomeOf(db)).toEqual(before)
  })

  it('forget the words of a failure that was written anew', async () => {
    const values = (names: string[]) =>
      names.map((name, at) => failureOf(`f${at}`, `no seat left for ${name}`, TIMES[0] ?? ''))
    const store = await storeOf(values(['anna', 'berta', 'clara', 'dora', 'emma']), NOW)
    expect(await groupsOf(store.db)).toEqual(['f0 f1 f2 f3 f4'])
    // With four values left, the place is no variable any more.
    await importRecords(store, 'later', [failureOf('f4', 'the tide gauge is silent', TIMES[5] ?? '')], NOW)
    expect(await groupsOf(store.db)).toEqual(['f0', 'f1', 'f2', 'f3', 'f4'])
    expect(await store.db.patternShape.count()).toBe(5)
    expect(await store.db.pattern.count()).toBe(5)
  })

  it('hold no decision of a person, whoever says what caused it', async () => {
    const refusals = ['tool use was rejected by the user', "The user doesn't want to proceed with this tool use."]
    const records = refusals.flatMap((message, at) => [
      failureOf(`n${at}`, message, TIMES[0] ?? ''),
      failureOf(`s${at}`, message, TIMES[0] ?? '', { cause: 'cancelled' }),
    ])
    const { db } = await storeOf([...records, failureOf('own', 'the tide gauge is silent', TIMES[0] ?? '')], NOW)
    expect(await groupsOf(db)).toEqual(['own'])
    expect(await db.failure.count({ where: { shapeId: null } })).toBe(4)
    expect(await db.pattern.count()).toBe(1)
  })
})

describe('an echo', () => {
  const cause = (rest: object = {}, at = '2026-01-02T10:00:00Z') =>
    failureOf('cause', 'the tide gauge is silent', at, rest)
  const echo = (rest: object = {}, at = '2026-01-02T10:15:00Z') =>
    failureOf('echo', 'giving up after all retries', at, rest)
  const CASES: [string, object[], string][] = [
    ['counts with what it follows in its run', [cause({ runId: 'a' }), echo({ runId: 'a' })], 'cause'],
    ['and in its session', [cause({ sessionId: 's' }), echo({ sessionId: 's' })], 'cause'],
    [
      'of a run follows what failed in a session of it',
      [cause({ runId: 'a', sessionId: 's' }), echo({ runId: 'a' })],
      'cause',
    ],
    ['of the same phase', [cause({ runId: 'a', phaseId: 'p' }), echo({ runId: 'a', phaseId: 'p' })], 'cause'],
    ['where one names no phase', [cause({ runId: 'a' }), echo({ runId: 'a', phaseId: 'p' })], 'cause'],
    ['at the same moment', [cause({ runId: 'a' }), echo({ runId: 'a' }, '2026-01-02T10:00:00Z')], 'cause'],
    [
      'of another phase stands alone',
      [cause({ runId: 'a', phaseId: 'p' }), echo({ runId: 'a', phaseId: 'q' })],
      'cause|echo',
    ],
    ['of another run stands alone', [cause({ runId: 'a' }), echo({ runId: 'b' })], 'cause|echo'],
    [
      'of another session stands alone',
      [cause({ runId: 'a', sessionId: 's' }), echo({ runId: 'a', sessionId: 't' })],
      'cause|echo',
    ],
    [
      'after a quarter of an hour stands alone',
      [cause({ runId: 'a' }), echo({ runId: 'a' }, '2026-01-02T10:15:00.001Z')],
      'cause|echo',
    ],
    ['before it stands alone', [cause({ runId: 'a' }), echo({ runId: 'a' }, '2026-01-02T09:59:59.999Z')], 'cause|echo'],
    ['of no run and session stands alone', [cause(), echo()], 'cause|echo'],
    ['alone stands alone', [echo({ runId: 'a' })], 'echo'],
    [
      'follows the newest',
      [
        cause({ runId: 'a' }),
        failureOf('later', 'the port is taken', '2026-01-02T10:05:00Z', { runId: 'a' }),
        echo({ runId: 'a' }),
      ],
      'cause|later',
    ],
    [
      'follows no echo and no decision',
      [
        ...[cause({ runId: 'a' }), echo({ runId: 'a' })],
        failureOf('again', 'command failed', '2026-01-02T10:05:00Z', { runId: 'a' }),
        failureOf('refused', 'tool use was rejected by the user', '2026-01-02T10:14:00Z', { runId: 'a' }),
      ],
      'cause',
    ],
  ]
  it.each(CASES)('%s, whichever came first', async (_, records, expected) => {
    const inOneGo = await storeOf(records, NOW)
    expect((await groupsOf(inOneGo.db)).join('|')).toBe(expected)
    for (const order of [records, records.toReversed()]) {
      const store = await testDb()
      for (const [at, each] of order.entries()) await importRecords(store, `part ${at}`, [each], NOW)
      expect((await outcomeOf(store.db)).failures).toEqual((await outcomeOf(inOneGo.db)).failures)
      expect(await leftToDo(store.db)).toEqual(DONE)
    }
  })

  it('leaves a cause that turned out to have been at another time', async () => {
    const store = await storeOf([cause({ runId: 'a' }), echo({ runId: 'a' })], NOW)
    expect(await groupsOf(store.db)).toEqual(['cause'])
    await importRecords(store, 'moved', [cause({ runId: 'a' }, '2026-01-04T10:00:00Z')], NOW)
    expect(await groupsOf(store.db)).toEqual(['cause', 'echo'])
  })
})
