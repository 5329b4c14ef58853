import { appendFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Db, writerOf } from '@/lib/db/client'
import { checkRollUps } from '@/lib/db/roll-up-check'
import { bundledPriceTable, parseLiteLlm } from '@/lib/ledger/prices'
import { fingerprint, importInto } from '@/lib/testing/importing'
import { killed } from '@/lib/testing/kill-inserts'
import { makeUsage, rollUp } from '@/lib/testing/make-rows'
import { LONG_TESTS, testDb, testFolder } from '@/lib/testing/test-db'
import { Lease } from './lease'
import { activatePrices } from './prices'
import { rebuildRollUps } from './rebuild-roll-ups'

const AGREES = { differences: 0, examples: [] }
const NOW = new Date('2026-01-10T00:00:00Z')

async function withLease<T>(db: Db, work: (lease: Lease) => Promise<T>): Promise<T> {
  const lease = await Lease.take(db, 'command', NOW)
  if (!lease) throw new Error('somebody holds the lease')
  return work(lease).finally(() => lease.release())
}

const maybe = (...values: string[]) => fc.constantFrom(undefined, ...values)
const time = fc.constantFrom(
  ...['2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00.000Z', '2026-01-02T00:14:59.999Z', '2026-01-02T00:15:00.000Z'],
  ...['2026-01-05T12:00:00.000Z', '2026-02-01T00:00:00.000Z'],
)
const KEY = { runId: fc.constantFrom('a', 'b', 'c'), sessionId: fc.constantFrom('s', 't') }

/** Runs and sessions come before or after their usage, and change their project and job. */
const record = fc.oneof(
  fc.record({
    kind: fc.constant('usage'),
    usageId: fc.integer({ min: 1, max: 400 }).map((number) => `u${number}`),
    at: time,
    runId: maybe('a', 'b', 'c'),
    sessionId: maybe('s', 't'),
    model: maybe('claude-sonnet-4-5', 'unheard of'),
    role: maybe('builder', 'auditor'),
    purpose: maybe('retrieval', 'anything'),
    usage: fc.record({ input: fc.nat({ max: 1_000 }), output: fc.nat({ max: 1_000 }) }),
    costMicroUsd: fc.option(fc.nat({ max: 9_999 }), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('run'),
    runId: KEY.runId,
    jobId: maybe('j', 'k'),
    project: maybe('p', 'q', '__proto__'),
    status: fc.constant('running'),
    updatedAt: time,
  }),
  fc.record({
    kind: fc.constant('session'),
    sessionId: KEY.sessionId,
    runId: maybe('a', 'b'),
    project: maybe('of the session', 'of another'),
    status: fc.constant('running'),
    updatedAt: time,
  }),
)

const lines = (records: readonly object[]) => records.map((each) => `${JSON.stringify({ v: 1, ...each })}\n`).join('')

/** Where an import ends as if its process had been killed: before the given row of a table, whatever was begun is undone. */
const kill = fc.record({
  table: fc.constantFrom('UsageEvent', 'UsageDayBy', 'Run', 'Session', 'Content', 'SourceFile', 'DirtyRun', 'RunModel'),
  before: fc.nat({ max: 12 }),
})

/** Every row of every sum, in no order. */
async function sumsOf(db: Db) {
  const { usageQuarter, usageDay, usageDayBy } = await fingerprint(db)
  return { usageQuarter, usageDay, usageDayBy }
}

describe('roll-ups', () => {
  it('agree with the events after any sequence of imports, re-imports and kills', { timeout: 300_000 }, async () => {
    const files = fc.constantFrom(['one'], ['two'], ['one', 'two'])
    const records = fc.array(record, { maxLength: 25 })
    const step = fc.record({ files, records, kills: fc.array(kill, { maxLength: 2 }), live: fc.boolean() })
    let met = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const store = await testDb()
        for (const { files, records, kills, live } of steps) {
          const paths = files.map((file) => path.join(store.folder, `${file}.ndjson`))
          for (const at of paths) appendFileSync(at, lines(records))
          const importAll = () => importInto(store, paths, { live }, () => NOW)
          for (const each of kills) {
            if (await killed(store.db, each, importAll)) met += 1
            expect(await checkRollUps(store.db)).toMatchObject(AGREES)
          }
          await importAll()
          expect(await checkRollUps(store.db)).toMatchObject(AGREES)
        }
        const whole = await testDb()
        for (const file of new Set(steps.flatMap((each) => each.files)))
          await importInto(whole, [path.join(store.folder, `${file}.ndjson`)], {}, () => NOW)
        expect(await checkRollUps(whole.db)).toMatchObject(AGREES)
        // Killed or not, whatever was read in however many parts: the same sums.
        expect(await sumsOf(store.db)).toEqual(await sumsOf(whole.db))
      }),
      { numRuns: LONG_TESTS ? 100 : 8, seed: 20_262 },
    )
    expect(met).toBeGreaterThan(0)
  })

  it('follow the prices, and a stated cost stays the one that counts', async () => {
    const store = await testDb()
    const file = path.join(testFolder(), 'fleet.ndjson')
    const usage = { kind: 'usage', at: '2026-01-02T00:00:00Z', provider: 'anthropic', model: 'claude-sonnet-4-5' }
    const tokens = { usage: { input: 1_000, output: 10 } }
    appendFileSync(
      file,
      lines([
        { ...usage, ...tokens, usageId: 'stated', costMicroUsd: 77 },
        { ...usage, ...tokens, usageId: 'computed' },
      ]),
    )
    await importInto(store, [file], {}, () => NOW)
    const sums = async () => {
      const [row] = await store.db.usageDay.findMany()
      return [
        row?.costPico,
        row?.costReportedPico,
        row?.costComputedPico,
        row?.comparedComputedPico,
        row?.comparedEvents,
      ]
    }
    const one = 1_000n * 3_000_000n + 10n * 15_000_000n
    expect(await sums()).toEqual([77_000_000n + one, 77_000_000n, 2n * one, one, 1])
    const price = { litellm_provider: 'anthropic', mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_token: 0 }
    const table = parseLiteLlm({ 'claude-sonnet-4-5': price })
    await withLease(store.db, (lease) => activatePrices(store.db, lease, table, 'mine', NOW))
    expect(await sums()).toEqual([77_000_000n + 10n ** 9n, 77_000_000n, 2n * 10n ** 9n, 10n ** 9n, 1])
    expect(await checkRollUps(store.db)).toMatchObject(AGREES)
    const nothing = { ...table, version: 'nothing', entries: {} }
    await withLease(store.db, (lease) => activatePrices(store.db, lease, nothing, 'none', NOW))
    expect(await sums()).toEqual([77_000_000n, 77_000_000n, null, null, 0])
    expect((await store.db.usageDay.findFirst())?.unpricedEvents).toBe(1)
    await withLease(store.db, (lease) => activatePrices(store.db, lease, bundledPriceTable(), 'bundled', NOW))
    expect(await sums()).toEqual([77_000_000n + one, 77_000_000n, 2n * one, one, 1])
  })

  it('that were tampered with are named, and are right again once they are made anew', async () => {
    const { db } = await testDb()
    await makeUsage(db, null, { unsplit: 5n, model: 'm' })
    await makeUsage(db, null, { unsplit: 7n, at: null })
    await makeUsage(db, null, { unsplit: 9n, at: '9999-12-31T23:59:00.000Z' })
    await rollUp(db)
    const before = await fingerprint(db)
    expect(await checkRollUps(db)).toMatchObject({ ...AGREES, events: 3, rows: 30 })
    writerOf(db).write([
      { sql: `UPDATE "UsageQuarter" SET "total" = 6 WHERE "model" = 'm'`, values: [] },
      { sql: `DELETE FROM "UsageDay" WHERE "day" = ''`, values: [] },
      { sql: `UPDATE "UsageDay" SET "day" = '2031-01-01' WHERE "model" = 'm'`, values: [] },
    ])
    const check = await checkRollUps(db)
    expect(check.differences).toBe(28)
    expect(check.examples[0]).toMatchObject({
      table: 'UsageQuarter',
      bucket: '2026-01-02T03:00',
      keys: { model: 'm' },
      sums: [{ name: 'total', stored: '6', counted: '5' }],
    })
    await withLease(db, (lease) => rebuildRollUps(db, lease))
    expect(await checkRollUps(db)).toMatchObject(AGREES)
    expect(await fingerprint(db)).toEqual(before)
  })
})
