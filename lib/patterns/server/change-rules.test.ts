import { describe, expect, it } from 'vitest'
import { type Db, writerOf } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { groupFailures } from '@/lib/ingest/group-failures'
import { Lease } from '@/lib/ingest/lease'
import {
  contextOf,
  failureOf,
  groupsOf,
  importRecords,
  leftToDo,
  placesOf,
  settle,
  storeOf,
} from '@/lib/testing/pattern-records'
import { AddRuleInput, SplitPatternInput } from '../operator-schema'
import { addRule, listRules, mergePatterns, splitPattern, withdrawRule } from './change-rules'
import { findPattern } from './get-pattern'
import { movePattern } from './move-pattern'

const NOW = new Date('2026-03-20T00:00:00Z')
const AT = '2026-03-01T10:00:00.000Z'
const seat = (name: string, at = AT) => failureOf(name, `no seat left for ${name}`, at, { runId: `run of ${name}` })
const OTHERS = [failureOf('gauge', 'the tide gauge is silent', AT), failureOf('lamp', 'all lamps ran out of oil', AT)]
const FOUR = ['anna', 'berta', 'clara', 'dora'].map((name) => seat(name))

/** What an operator asks for, with a worker that looks again and again meanwhile. */
async function applied<T>(db: Db, work: Promise<T>): Promise<T> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  await Promise.all([
    done,
    (async () => {
      while (!isDone) {
        await settle(db, NOW)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })(),
  ])
  await settle(db, NOW)
  return done
}

const acknowledge = async (db: Db, id: string) => {
  const { version } = await findPattern(db, id)
  return movePattern(contextOf(db, NOW), { id, to: 'acknowledged', expectedVersion: version }, 'http')
}

/** All that grouping comes to, ids and moves included. */
async function outcomeOf(db: Db) {
  const byId = { orderBy: { id: 'asc' } } as const
  return {
    places: await placesOf(db),
    shapes: await db.patternShape.findMany(byId),
    patterns: await db.pattern.findMany(byId),
    moves: await db.patternMove.findMany(byId),
    left: await leftToDo(db),
  }
}

/** Groups everything as if it had never been grouped. */
async function fingerprintAnew(db: Db): Promise<void> {
  await db.patternShape.deleteMany()
  await db.$executeRawUnsafe('INSERT INTO "LooseFailure" ("failureId") SELECT "id" FROM "Failure"')
  await settle(db, NOW)
}

describe('a fifth value', () => {
  it('makes a variable: earlier patterns become one, their moves follow, their ids lead to it', async () => {
    const store = await storeOf([...FOUR, ...OTHERS], NOW)
    const { db } = store
    const before = await placesOf(db)
    const ids = FOUR.map(({ failureId }) => before[failureId] ?? '')
    expect(new Set(ids).size).toBe(4)
    await acknowledge(db, ids[1] ?? '')
    await importRecords(store, 'fifth', [seat('emma')], NOW)
    expect(await groupsOf(db)).toEqual(['anna berta clara dora emma', 'gauge', 'lamp'])
    const { id, state, version, occurrences } = await findPattern(db, ids[0] ?? '')
    expect({ state, version, occurrences }).toEqual({ state: 'acknowledged', version: 1, occurrences: 5 })
    for (const old of ids) {
      expect((await findPattern(db, old)).id).toBe(id)
      expect(await db.pattern.findUnique({ where: { id: old } })).toBeNull()
    }
    const [move] = await db.patternMove.findMany()
    expect(move?.patternId).toBe(id)
    // An old address is as good as the new one for an operator's move, too.
    expect(
      (await movePattern(contextOf(db, NOW), { id: ids[2] ?? '', to: 'undo', expectedVersion: 1 }, 'http')).id,
    ).toBe(id)
    expect(await leftToDo(db)).toMatchObject({ loose: 0 })
  })
})

describe('a merge', () => {
  it('puts patterns together, outlives grouping anew, and leaves no trace when withdrawn', async () => {
    const { db } = await storeOf([...FOUR, ...OTHERS], NOW)
    const ctx = contextOf(db, NOW)
    const before = await placesOf(db)
    const [gauge, lamp] = [before['gauge'] ?? '', before['lamp'] ?? '']
    await acknowledge(db, gauge)
    await settle(db, NOW)
    const untouched = await outcomeOf(db)
    const merged = await applied(db, mergePatterns(ctx, { into: lamp, from: [gauge] }, 'http'))
    expect(merged).toMatchObject({ applied: true, pattern: { id: lamp, state: 'acknowledged', occurrences: 2 } })
    expect(await groupsOf(db)).toContain('gauge lamp')
    expect((await findPattern(db, gauge)).id).toBe(lamp)
    const together = await outcomeOf(db)
    await fingerprintAnew(db)
    expect(await outcomeOf(db)).toEqual(together)
    const [rule] = (await listRules(ctx, { withdrawn: false })).items
    await applied(db, withdrawRule(ctx, { id: rule?.id ?? '' }, 'http'))
    expect(await outcomeOf(db)).toEqual(untouched)
    const again = withdrawRule(ctx, { id: rule?.id ?? '' }, 'http')
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  it('of a third pattern into a merged one stays with it when the first is withdrawn', async () => {
    // The newest failure of the merged pattern is one of what was merged into it.
    const later = '2026-03-02T10:00:00.000Z'
    const records = [
      OTHERS[0] ?? {},
      failureOf('lamp', 'all lamps ran out of oil', later),
      failureOf('gull', 'a gull sits on our antenna', AT),
    ]
    const { db } = await storeOf(records, NOW)
    const ctx = contextOf(db, NOW)
    const { gauge = '', lamp = '', gull = '' } = (await placesOf(db)) as Record<string, string>
    const first = await applied(db, mergePatterns(ctx, { into: gauge, from: [lamp] }, 'http'))
    await applied(db, mergePatterns(ctx, { into: gauge, from: [gull] }, 'http'))
    await acknowledge(db, gauge)
    expect(await groupsOf(db)).toEqual(['gauge gull lamp'])
    await applied(db, withdrawRule(ctx, { id: first.rules[0]?.id ?? '' }, 'http'))
    expect(await groupsOf(db)).toEqual(['gauge gull', 'lamp'])
    expect(await findPattern(db, gauge)).toMatchObject({ id: gauge, state: 'acknowledged' })
    expect(await findPattern(db, lamp)).toMatchObject({ id: lamp, state: 'new' })
  })

  it('of a pattern into itself, or of one that is not there, is refused', async () => {
    const { db } = await storeOf(OTHERS, NOW)
    const ctx = contextOf(db, NOW)
    const { gauge = '' } = (await placesOf(db)) as Record<string, string>
    await expect(mergePatterns(ctx, { into: gauge, from: [gauge] }, 'http')).rejects.toMatchObject({
      code: 'bad_request',
    })
    await expect(mergePatterns(ctx, { into: gauge, from: ['nobody'] }, 'http')).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await db.patternRule.count()).toBe(0)
  })
})

describe('a split', () => {
  const FIVE = [...FOUR, seat('emma')]
  const template = { template: 'no seat left for anna', title: 'Anna stands', cause: 'config' }

  it('takes what matches out, outlives grouping anew, and leaves no trace when withdrawn', async () => {
    const { db } = await storeOf([...FIVE, seat('frida'), ...OTHERS], NOW)
    const ctx = contextOf(db, NOW)
    const { anna: whole = '' } = (await placesOf(db)) as Record<string, string>
    const untouched = await outcomeOf(db)
    const split = await applied(db, splitPattern(ctx, SplitPatternInput.parse({ id: whole, ...template }), 'http'))
    expect(split).toMatchObject({ applied: true, pattern: { title: 'Anna stands', cause: 'config', occurrences: 1 } })
    expect(await groupsOf(db)).toEqual(['anna', 'berta clara dora emma frida', 'gauge', 'lamp'])
    const apart = await outcomeOf(db)
    await fingerprintAnew(db)
    expect(await outcomeOf(db)).toEqual(apart)
    await applied(db, withdrawRule(ctx, { id: split.rules[0]?.id ?? '' }, 'http'))
    expect(await outcomeOf(db)).toEqual(untouched)
    // The address of what was split off leads back to where it came from.
    expect((await findPattern(db, split.pattern?.id ?? '')).id).toBe(whole)
  })

  it('of a value that made the variable unmakes it', async () => {
    const { db } = await storeOf(FIVE, NOW)
    const { anna: whole = '' } = (await placesOf(db)) as Record<string, string>
    await applied(db, splitPattern(contextOf(db, NOW), SplitPatternInput.parse({ id: whole, ...template }), 'http'))
    expect(await groupsOf(db)).toEqual(['anna', 'berta', 'clara', 'dora', 'emma'])
  })

  it('that takes everything keeps the old address', async () => {
    const { db } = await storeOf([...FIVE, ...OTHERS], NOW)
    const ctx = contextOf(db, NOW)
    const { anna: whole = '' } = (await placesOf(db)) as Record<string, string>
    await acknowledge(db, whole)
    const input = SplitPatternInput.parse({ id: whole, template: 'no seat <*> for <*>' })
    const { pattern } = await applied(db, splitPattern(ctx, input, 'http'))
    expect(pattern).toMatchObject({ occurrences: 5, state: 'acknowledged' })
    expect((await findPattern(db, whole)).id).toBe(pattern?.id)
    expect(await db.patternShape.count()).toBe(3)
  })

  it('gathers what comes later, of its system alone, and the first rule that matches wins', async () => {
    const store = await storeOf(FIVE, NOW)
    const ctx = contextOf(store.db, NOW)
    const rule = (each: object) => applied(store.db, addRule(ctx, AddRuleInput.parse(each), 'http'))
    await rule({ template: 'no seat left for gerd', system: 'codex' })
    const first = await rule({ template: '<*> left for gerd', system: 'pitwall' })
    await rule({ template: 'no seat left for gerd' })
    await importRecords(store, 'later', [seat('gerd')], NOW)
    expect(await store.db.failure.findFirst({ where: { message: { contains: 'gerd' } } })).toMatchObject({
      shapeId: (await store.db.patternShape.findFirst({ where: { ruleId: first.rules[0]?.id ?? '' } }))?.id,
    })
  })

  it('of a template that holds no word is refused', async () => {
    const { db } = await storeOf(FIVE, NOW)
    const adding = addRule(contextOf(db, NOW), AddRuleInput.parse({ template: '<*> . <*>' }), 'http')
    await expect(adding).rejects.toBeInstanceOf(AppError)
  })
})

describe('a rule made while failures are grouped', () => {
  const template = (id: string) => ({
    sql: `INSERT INTO "PatternRule" ("id", "seq", "kind", "at", "by", "template") VALUES (?, 0, 'template', ?, 'http', ?)`,
    values: [id, AT, 'no seat left for <*>'],
  })
  const loosen = {
    sql: `INSERT INTO "LooseFailure" ("failureId") SELECT "id" FROM "Failure" WHERE instr("message", 'seat') > 0 ON CONFLICT ("failureId") DO UPDATE SET "stage" = 0`,
    values: [],
  }

  /** Before the so-manieth transaction of the grouping, an operator adds a rule on another connection. */
  async function groupedWith(db: Db, before: number): Promise<number> {
    await db.patternShape.deleteMany()
    await db.$executeRawUnsafe('INSERT INTO "LooseFailure" ("failureId") SELECT "id" FROM "Failure"')
    const lease = await Lease.take(db, 'worker', NOW)
    if (!lease) throw new Error('somebody holds the lease')
    let asked = 0
    const watched = new Proxy(lease, {
      get: (target, name) => {
        if (name !== 'fence') return Reflect.get(target, name)
        return () => {
          asked += 1
          if (asked === before) writerOf(db).write([template('made meanwhile'), loosen])
          return target.fence()
        }
      },
    })
    await groupFailures(db, watched).finally(() => lease.release())
    return asked
  }

  it('is applied, whatever it came between', async () => {
    const echo = failureOf('echo', 'giving up after all retries', AT, { runId: 'run of anna' })
    let between = 0
    for (let before = 1; ; before += 1) {
      const { db } = await storeOf([...FOUR, ...OTHERS, echo], NOW)
      if ((await groupedWith(db, before)) < before) break
      between += 1
      await settle(db, NOW)
      expect([before, await groupsOf(db)]).toEqual([before, ['anna berta clara dora', 'gauge', 'lamp']])
      expect(await leftToDo(db)).toEqual({ loose: 0, dirty: 0 })
    }
    expect(between).toBeGreaterThan(3)
  })
})
