import { expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { parseOwnPrices } from '@/lib/ledger/own-price-file'
import { BUNDLED_VERSION } from '@/lib/ledger/price-table'
import { parseLiteLlm } from '@/lib/ledger/prices'
import { makeUsage } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { Lease } from './lease'
import { activePrices, type GivenPrices, putPricesInForce } from './prices'

const AT = '2026-03-01T10:00:00.000Z'
const model = { provider: 'zai', model: 'glm-4.7', at: AT, input: 1_000_000n, output: 0n, total: 1_000_000n }
const own = (input: string) => parseOwnPrices({ prices: [{ model: 'glm-4.7', perMillion: { input, output: '0' } }] })
const table = (perToken: number) =>
  parseLiteLlm({ 'glm-4.7': { litellm_provider: 'zai', input_cost_per_token: perToken, output_cost_per_token: 0 } })

async function put(db: Db, given: GivenPrices): Promise<void> {
  const lease = await Lease.take(db, 'command', new Date())
  if (!lease) throw new Error('somebody holds the lease')
  await putPricesInForce(db, lease, given, new Date()).finally(() => lease.release())
}

const costs = async (db: Db) =>
  (await db.usageEvent.findMany({ orderBy: { id: 'asc' } })).map(({ costPico, costKind, priceTable }) => [
    costPico === null ? null : Number(costPico / 1_000_000n) / 1e6,
    costKind,
    priceTable,
  ])

it('own prices are computed from at once, survive a new table, and go without a trace', async () => {
  const { db } = await testDb()
  await makeUsage(db, null, { ...model, id: 'a' })
  await makeUsage(db, null, { ...model, id: 'b', costPico: 7_000_000_000_000n, costKind: 'reported' })
  // Stated by its source: that counts, and the version is of the cost computed beside it.
  const reported = (version: string) => [7, 'reported', version]
  await put(db, { own: { own: own('3'), source: 'own.json' } })
  const first = `${BUNDLED_VERSION} + own ${own('3').hash}`
  expect(await costs(db)).toEqual([[3, 'computed', first], reported(first)])

  const listed = table(5e-6)
  await put(db, { table: { table: listed, source: 'list.json' } })
  const second = `${listed.version} + own ${own('3').hash}`
  expect(await costs(db)).toEqual([[3, 'computed', second], reported(second)])

  await put(db, { own: { own: null, source: 'none' } })
  expect(await costs(db)).toEqual([[5, 'computed', listed.version], reported(listed.version)])
  expect((await activePrices(db)).version).toBe(listed.version)
  expect((await db.priceTable.findMany({ orderBy: { version: 'asc' } })).map((row) => row.source)).toEqual([
    'own.json',
    'list.json',
    'list.json',
  ])
})

it('computing that was cut off is done again, and what is in force already costs nothing', async () => {
  const { db } = await testDb()
  await makeUsage(db, null, { ...model, id: 'a' })
  const given = { own: { own: own('3'), source: 'own.json' } }
  await put(db, given)
  await db.usageEvent.update({ where: { id: 'a' }, data: { costPico: 1n, costComputedPico: 1n } })
  await put(db, given)
  expect((await costs(db))[0]?.[0]).toBe(0)
  await db.meta.delete({ where: { key: 'computedPrices' } })
  await put(db, given)
  expect((await costs(db))[0]?.[0]).toBe(3)
})
