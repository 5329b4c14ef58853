import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { keysetStatements } from '@/lib/db/keyset'
import { runListQuery } from '@/lib/db/run-list'
import { ListRunsInput, RUN_SORTS, RunPage, type RunSummary } from '@/lib/runs/schema'
import { makePhase, makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { countRuns } from './count-runs'
import { listRuns } from './list-runs'

const NOW = new Date('2026-01-03T00:00:00.000Z')
const list = (db: Db, input: Record<string, unknown> = {}) =>
  listRuns({ db, fleet: 'own', now: NOW }, ListRunsInput.parse(input))
const ids = (page: RunPage) => page.items.map((run) => run.id)

/** Every page after the other, as someone who scrolls to the end sees them. */
async function everyPage(db: Db, input: Record<string, unknown>): Promise<RunSummary[]> {
  const seen: RunSummary[] = []
  let cursor: string | undefined
  do {
    const page = await list(db, { ...input, cursor })
    seen.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return seen
}

describe('listRuns', () => {
  it('answers an empty database with an empty page', async () => {
    const { db } = await testDb()
    expect(await list(db)).toEqual({ items: [], nextCursor: null, total: 0 })
  })

  it('keeps what was not recorded null, and says that the wire shape holds', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:a' })
    const page = await list(db)
    expect(RunPage.parse(page)).toEqual(page)
    expect(page.items[0]).toMatchObject({
      lastEvidenceAt: null,
      durationMs: null,
      costMicroUsd: null,
      costIsLowerBound: false,
      tokenCap: null,
      usage: { input: null, total: null, lowerBound: [] },
    })
  })

  it('puts what needs someone first, then the newest evidence, then the id', async () => {
    const { db } = await testDb()
    const at = '2026-01-01T00:00:00.000Z'
    await makeRun(db, { id: 'autopack:calm', lastEvidenceAt: '2026-01-02T00:00:00.000Z' })
    await makeRun(db, { id: 'autopack:bad', attention: 2, lastEvidenceAt: at })
    await makeRun(db, { id: 'autopack:look-a', attention: 1, lastEvidenceAt: at })
    await makeRun(db, { id: 'autopack:look-b', attention: 1, lastEvidenceAt: at })
    await makeRun(db, { id: 'autopack:silent' })
    expect(ids(await list(db))).toEqual([
      'autopack:bad',
      'autopack:look-b',
      'autopack:look-a',
      'autopack:calm',
      'autopack:silent',
    ])
  })

  it('gives every run exactly once over all pages, whatever the order, ties and unknown values', async () => {
    const { db } = await testDb()
    const moment = fc.constantFrom(...[1, 2, 3].map((day) => `2026-01-0${day}T00:00:00.000Z`))
    const amount = fc.option(fc.constantFrom(0n, 5n, 2n ** 53n + 1n, 2n ** 60n), { nil: null })
    const row = fc.record({
      attention: fc.integer({ min: 0, max: 2 }),
      lastEvidenceAt: fc.oneof(moment, fc.constant('')),
      startedAt: fc.option(moment, { nil: null }),
      usageTotal: amount,
      costPico: amount,
      durationMs: amount,
      phasesFailed: fc.integer({ min: 0, max: 2 }),
      name: fc.option(fc.constantFrom('a', 'B', '%', 'ü'), { nil: null }),
      id: fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }).map((text) => `autopack:${text}`),
    })
    const rows = fc.uniqueArray(row, { maxLength: 25, selector: ({ id }) => id })
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (runs, limit) => {
        await db.run.deleteMany()
        for (const run of runs) await makeRun(db, run)
        for (const sort of RUN_SORTS) {
          const whole = ids(await list(db, { sort, limit: 500 }))
          expect(whole.toSorted()).toEqual(runs.map(({ id }) => id).toSorted())
          expect((await everyPage(db, { sort, limit })).map(({ id }) => id)).toEqual(whole)
        }
      }),
      { numRuns: 12 },
    )
  })

  it.each([
    ['started', 'startedAt'],
    ['tokens', 'usageTotal'],
    ['cost', 'costPico'],
    ['duration', 'durationMs'],
    ['name', 'name'],
  ])('sorts runs without a value last by %s', async (sort, column) => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:z-null' })
    await makeRun(db, { id: 'autopack:b', [column]: sort === 'started' || sort === 'name' ? '2026' : 0n })
    expect(ids(await list(db, { sort }))).toEqual(['autopack:b', 'autopack:z-null'])
  })

  it('does not shift the next page when a run arrives above it', async () => {
    const { db } = await testDb()
    for (const day of [1, 2, 3, 4]) {
      await makeRun(db, { id: `autopack:${day}`, lastEvidenceAt: `2026-01-0${day}T00:00:00.000Z` })
    }
    const first = await list(db, { limit: 2 })
    await makeRun(db, { id: 'autopack:new', lastEvidenceAt: '2026-01-09T00:00:00.000Z' })
    const second = await list(db, { limit: 2, cursor: first.nextCursor })
    expect([...ids(first), ...ids(second)]).toEqual(['autopack:4', 'autopack:3', 'autopack:2', 'autopack:1'])
    expect(second).toMatchObject({ nextCursor: null, total: 5 })
  })

  it.each(['%%%', 'bm90LWpzb24', 'WzFd', 'W251bGwsbnVsbCxudWxsXQ', 'WyJhIiwiYiIsImMiXQ', 'W10', ''])(
    'refuses the cursor %j and names it',
    async (cursor) => {
      const { db } = await testDb()
      await expect(list(db, { cursor })).rejects.toMatchObject({ code: 'bad_request', details: { field: 'cursor' } })
    },
  )

  it('takes % and _ in a search for what they are, in names, jobs and phases', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:100%_done' })
    const phased = await makeRun(db, { id: 'autopack:phased' })
    await makePhase(db, phased.id, { name: "Robert'); DROP TABLE Run;--" })
    await makeRun(db, { id: 'autopack:other', name: 'Back\\slash' })
    expect(ids(await list(db, { q: '0%_D' }))).toEqual(['autopack:100%_done'])
    expect(ids(await list(db, { q: '%' }))).toEqual(['autopack:100%_done'])
    expect(ids(await list(db, { q: "robert')" }))).toEqual(['autopack:phased'])
    expect(ids(await list(db, { q: '\\' }))).toEqual(['autopack:other'])
    expect((await list(db, { q: 'nobody' })).total).toBe(0)
  })

  it('filters by every field alone, and counts with the same filters', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:plain', lastEvidenceAt: '2026-01-01T00:00:00.000Z' })
    await makeRun(db, {
      id: 'synth:special',
      status: 'failed',
      statusDerived: 'running',
      conflict: true,
      cause: 'infra',
      hasRow: false,
      attention: 1,
      project: 'p',
      jobId: 'synth:j',
      lastEvidenceAt: '2026-01-05T00:00:00.000Z',
    })
    await makeRun(db, { id: 'autopack:undated' })
    await db.runFlag.create({ data: { runId: 'synth:special', name: 'over_cap', detail: '', evidence: '' } })
    await db.runModel.create({ data: { runId: 'synth:special', model: 'gpt', events: 1 } })
    const alone = [
      { system: 'synth' },
      { status: 'running' },
      { statusSource: 'failed' },
      { cause: 'infra' },
      { conflict: 'true' },
      { orphan: 'true' },
      { attention: 'true' },
      { project: 'p' },
      { jobId: 'synth:j' },
      { flag: 'over_cap' },
      { model: 'gpt' },
      { from: '2026-01-05' },
    ]
    for (const filter of alone) {
      const page = await list(db, filter)
      expect([filter, ids(page), page.total]).toEqual([filter, ['synth:special'], 1])
    }
    expect(ids(await list(db, { to: '2026-01-05' }))).toEqual(['autopack:plain'])
    expect((await list(db, { conflict: 'false' })).total).toBe(2)
    expect(await countRuns({ db, fleet: 'own', now: NOW })).toEqual({
      all: 3,
      attention: 1,
      conflict: 1,
      overCap: 1,
      failed: 0,
      orphan: 1,
    })
  })

  it.each(['attention', 'lastEvidence', 'started', 'tokens'] as const)('reads %s from an index', async (sort) => {
    const { db } = await testDb()
    const first = ListRunsInput.parse({ sort })
    await makeRun(db, { id: 'autopack:a', startedAt: '2026-01-01T00:00:00.000Z', usageTotal: 1n })
    await makeRun(db, { id: 'autopack:b', startedAt: '2026-01-01T00:00:00.000Z', usageTotal: 1n })
    const { nextCursor } = await list(db, { sort, limit: 1 })
    for (const input of [first, { ...first, cursor: nextCursor ?? undefined }]) {
      for (const { sql, values } of keysetStatements(runListQuery(input))) {
        const plan = await db.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values, 50)
        const steps = plan.map(({ detail }) => detail)
        expect(steps.join('; ')).toMatch(/USING (COVERING )?INDEX run_list_/)
        expect(steps.join('; ')).not.toMatch(/TEMP B-TREE/)
      }
    }
  })
})
