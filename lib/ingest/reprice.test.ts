import { expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { parseLiteLlm } from '@/lib/ledger/prices'
import { comparePrices } from '@/lib/prices/server/compare-prices'
import { listPrices } from '@/lib/prices/server/list-prices'
import { makeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { Lease } from './lease'
import type { GivenPrices } from './prices'
import { askRepricing, finishRepricing, repriceBatch } from './reprice'

const now = () => new Date('2026-03-02T00:00:00.000Z')
const list = (perToken: Record<string, number>): NonNullable<GivenPrices['table']> => ({
  source: 'list.json',
  table: parseLiteLlm(
    Object.fromEntries(
      Object.entries(perToken).map(([model, price]) => [
        model,
        { litellm_provider: 'x', input_cost_per_token: price, output_cost_per_token: price },
      ]),
    ),
  ),
})
const usage = (dollars: number | null, costKind: string | null, model = 'm') => ({
  ...{ provider: 'x', model, at: '2026-03-01T10:00:00.000Z', input: 1_000_000n, output: 0n },
  costPico: dollars === null ? null : BigInt(dollars * 1e12),
  costKind,
})

async function withLease<T>(db: Db, work: (lease: Lease) => Promise<T>): Promise<T> {
  const lease = await Lease.take(db, 'command', now())
  if (!lease) throw new Error('somebody holds the lease')
  return work(lease).finally(() => lease.release())
}

it('costs from another table stand beside those as imported, with the gap over events that have both', async () => {
  const { db } = await testDb()
  await makeUsage(db, null, usage(2, 'computed'))
  await makeUsage(db, null, usage(7, 'reported'))
  await makeUsage(db, null, usage(null, null))
  await makeUsage(db, null, usage(4, 'computed', 'gone'))
  await rollUp(db)
  const before = await db.usageEvent.findMany({ orderBy: { id: 'asc' } })
  const version = await askRepricing(db, { table: list({ m: 3e-6 }) }, now())
  await finishRepricing({ db, version, now })

  const reply = await comparePrices({ db, fleet: 'own', now: now() }, { groupBy: 'model' })
  expect(reply.totals).toMatchObject({
    events: 4,
    costMicroUsd: 13e6,
    costIsLowerBound: true,
    unpricedEvents: 1,
    reportedMicroUsd: 7e6,
    reportedEvents: 1,
    computedMicroUsd: 6e6,
  })
  expect(reply.rows.map(({ key, repriced }) => [key, ...repriced])).toEqual([
    ['m', expect.objectContaining({ costMicroUsd: 9e6, pricedEvents: 3, gapMicroUsd: -3e6, bothEvents: 2 })],
    [
      'gone',
      expect.objectContaining({ costMicroUsd: null, unpricedEvents: 1, gapMicroUsd: null, costIsLowerBound: true }),
    ],
  ])
  expect(await db.usageEvent.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
})

it('an event that came or changed later is missing from the column, and computed when asked again', async () => {
  const { db } = await testDb()
  const { id } = await makeUsage(db, null, usage(2, 'computed'))
  const given = { table: list({ m: 3e-6 }) }
  const reprice = async () => finishRepricing({ db, version: await askRepricing(db, given, now()), now })
  await reprice()
  await db.usageEvent.update({ where: { id }, data: { version: 'newer', input: 2_000_000n } })
  await makeUsage(db, null, usage(2, 'computed'))
  const column = async () =>
    (await comparePrices({ db, fleet: 'own', now: now() }, { groupBy: 'day' })).totals.repriced[0]
  expect(await column()).toMatchObject({ costMicroUsd: null, missingEvents: 2, costIsLowerBound: true })
  await reprice()
  expect(await column()).toMatchObject({ costMicroUsd: 9e6, missingEvents: 0, costIsLowerBound: false })
})

it('goes on where a process ended, and never without the lease', async () => {
  const { db } = await testDb()
  await db.usageEvent.createMany({
    data: await Promise.all(
      Array.from({ length: 2_500 }, async (_, index) => ({
        ...{ id: `autopack:usage/${String(index).padStart(5, '0')}`, system: 'autopack', instanceId: 'autopack' },
        ...{ nativeId: String(index), quarter: '2026-03-01T10:00', identity: '', version: '', contentHash: '' },
        ...usage(null, null),
      })),
    ),
  })
  const version = await askRepricing(db, { table: list({ m: 3e-6 }) }, now())
  const lost = await withLease(db, async (lease) => {
    await repriceBatch(db, lease, now())
    return lease
  })
  expect(await db.repricedCost.count()).toBe(2_000)
  await expect(repriceBatch(db, lost, now())).rejects.toThrow()
  expect(await db.repricedCost.count()).toBe(2_000)
  expect(await askRepricing(db, { table: list({ m: 3e-6 }) }, now())).toBe(version)
  expect(await finishRepricing({ db, version, now })).toMatchObject({ status: 'done', events: 2_500 })
  expect(await db.repricedCost.count()).toBe(2_500)
})

it('says of every event without a price what is missing: in the record before the table', async () => {
  const { db } = await testDb()
  const without = { ...usage(null, null), provider: 'anthropic', model: 'claude-sonnet-4-5' }
  await makeUsage(db, null, { ...without, model: 'unheard-of' })
  await makeUsage(db, null, { ...without, serviceTier: 'priority' })
  await makeUsage(db, null, { ...without, input: null, output: null, unsplit: 5n })
  await makeUsage(db, null, { ...without, input: null, output: null })
  await makeUsage(db, null, { ...without, output: null })
  await makeUsage(db, null, { ...without, model: null })
  await rollUp(db)
  const { unpriced, unpricedEvents, events } = await listPrices({ db, fleet: 'own', now: now() })
  expect([unpricedEvents, events]).toEqual([6, 6])
  expect(unpriced.map(({ model, reason, tokens }) => `${model} ${reason} ${tokens}`).sort()).toEqual([
    'claude-sonnet-4-5 no_split 5',
    'claude-sonnet-4-5 no_tokens null',
    'claude-sonnet-4-5 part_not_recorded 1000000',
    'claude-sonnet-4-5 variant_not_in_table 1000000',
    'null no_model 1000000',
    'unheard-of model_not_in_table 1000000',
  ])
})
