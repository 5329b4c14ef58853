import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import { markPatterns } from '@/lib/db/pattern-shapes'
import { writeAll } from '@/lib/db/upsert'
import { fingerprintOf } from '@/lib/fingerprint/fingerprint'
import { shapeOf } from '@/lib/fingerprint/shape-of'
import { fingerprint } from '@/lib/testing/importing'
import { ARRIVALS, at, COMMITS, LAST_DAY, MESSAGES, MOVES, type Story } from '@/lib/testing/pattern-history'
import { contextOf, importRecords, leftToDo, settle } from '@/lib/testing/pattern-records'
import { testDb } from '@/lib/testing/test-db'
import { getPattern } from './get-pattern'
import { movePattern } from './move-pattern'

type States = Record<string, string>
const GOLDEN = JSON.parse(readFileSync(new URL('../history.golden.json', import.meta.url), 'utf8')) as Record<
  string,
  States
>
const STORIES = Object.keys(MESSAGES) as Story[]
const DAYS = Array.from({ length: LAST_DAY }, (_, index) => index + 1)
const idOf = (story: Story) => fingerprintOf(shapeOf(MESSAGES[story])).fingerprint

const addCommits = (db: Db) =>
  db.codeCommit.createMany({
    data: COMMITS.map(({ sha, parents }) => ({ project: '', sha, parents: JSON.stringify(parents) })),
  })

/** The state of every pattern with what it was told by. */
async function statesOf(db: Db, now: Date): Promise<States> {
  const states: States = {}
  for (const story of STORIES) {
    const row = await db.pattern.findUnique({ where: { id: idOf(story) } })
    const last = row && (await getPattern(contextOf(db, now), { id: row.id })).history.at(-1)
    states[story] = row ? `${row.state} (${last?.basis})` : 'unknown'
  }
  return states
}

/** Everything that is told of the life of every pattern. */
async function livesOf(db: Db, now: Date) {
  const all = await Promise.all(STORIES.map((story) => getPattern(contextOf(db, now), { id: idOf(story) })))
  return all.map(({ id, history, moves, rates, exposed, oldCode, version, canMove }) => ({
    ...{ id, history, moves, rates, exposed, oldCode, version, canMove },
  }))
}

/** Each day its records are imported, then operators do what they did, then the worker looks again. */
async function replay() {
  const store = await testDb()
  await addCommits(store.db)
  const states: Record<string, States> = {}
  for (const day of DAYS) {
    const records = ARRIVALS.filter((each) => each.day === day).flatMap((each) => each.records)
    if (records.length > 0) await importRecords(store, `day ${day}`, records, new Date(at(day, 18)))
    for (const { story, move } of MOVES.filter((each) => each.day === day)) {
      const { version } = await store.db.pattern.findUniqueOrThrow({ where: { id: idOf(story) } })
      const input = { id: idOf(story), ...move, expectedVersion: version }
      await movePattern(contextOf(store.db, new Date(at(day, 20))), input, 'http')
    }
    const evening = new Date(at(day, 23))
    await settle(store.db, evening)
    states[at(day).slice(0, 10)] = await statesOf(store.db, evening)
  }
  return { db: store.db, states }
}

test('every pattern is on every day in the state that its history says', { timeout: 120_000 }, async () => {
  const { db, states } = await replay()
  expect(states).toEqual(GOLDEN)
  const end = new Date(at(LAST_DAY, 23))
  expect(await leftToDo(db)).toEqual({ loose: 0, dirty: 0 })

  // The same records in one go, long after everything was done, in the reverse of their order.
  const late = await testDb()
  await addCommits(late.db)
  const moves = await db.patternMove.findMany()
  await late.db.patternMove.createMany({ data: moves })
  await importRecords(late, 'all', ARRIVALS.flatMap(({ records }) => records).reverse(), end)
  await writeAll(late.db, [markPatterns(moves.map(({ patternId }) => patternId))])
  await settle(late.db, end)
  expect(await statesOf(late.db, end)).toEqual(GOLDEN[at(LAST_DAY).slice(0, 10)])
  expect(await livesOf(late.db, end)).toEqual(await livesOf(db, end))
  const tables = async (of: Db) => {
    const { pattern, patternDay, patternSubject, patternShape } = await fingerprint(of)
    return { pattern, patternDay, patternSubject, patternShape }
  }
  expect(await tables(late.db)).toEqual(await tables(db))
})
