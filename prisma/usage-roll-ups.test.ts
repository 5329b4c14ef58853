import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { closeDb, type Db, openDb, writerOf } from '@/lib/db/client'
import { checkRollUps } from '@/lib/db/roll-up-check'
import { upsert } from '@/lib/db/upsert'
import { Lease } from '@/lib/ingest/lease'
import { computeOpenCosts } from '@/lib/ingest/prices'
import { testFolder } from '@/lib/testing/test-db'
import { migrate } from './migrate'
import { MIGRATIONS_DIR, migrationNames } from './migration-state'

const BEFORE = '0004_usage_roll_ups'

/** A database as the program before the roll-ups left it. */
async function oldDatabase(): Promise<string> {
  const url = `file:${path.join(testFolder(), 'old.db')}`
  await migrate(url)
  const db = await openDb(url)
  const tables = await db.$queryRawUnsafe<{ name: string }[]>(
    `SELECT "name" FROM "sqlite_master" WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite%' AND "name" NOT LIKE '_prisma%'`,
  )
  const kept = migrationNames().filter((name) => name < BEFORE)
  writerOf(db).script(
    [
      ...tables.map(({ name }) => `DROP TABLE "${name}";`),
      ...kept.map((name) => readFileSync(path.join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8')),
    ].join('\n'),
    [{ sql: 'DELETE FROM "_prisma_migrations" WHERE "migration_name" >= ?', values: [BEFORE] }],
  )
  await closeDb(db)
  return url
}

const event = (id: string, values: object) => ({
  ...{ id, system: 'autopack', instanceId: 'autopack', nativeId: id, runId: null, sessionId: null, at: null, hour: '' },
  ...{
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    role: null,
    purpose: null,
    input: 1_000,
    output: 10,
    total: 1_010,
  },
  ...{ costPico: null, costKind: null, priceTable: null, identity: '', version: '', contentHash: '' },
  ...values,
})

async function fillOld(db: Db) {
  writerOf(db).write([
    ...upsert(
      'Run',
      ['id'],
      [{ id: 'r', system: 'autopack', instanceId: 'autopack', nativeId: 'r', project: 'p', jobId: 'j' }],
      'keep',
    ),
    ...upsert(
      'UsageEvent',
      ['id'],
      [
        event('a', {
          runId: 'r',
          role: 'Builder',
          at: '2026-01-02T03:44:59.999Z',
          hour: '2026-01-02T03',
          costPico: 5,
          costKind: 'computed',
        }),
        event('b', {
          runId: 'r',
          role: 'agent:planner',
          purpose: 'testing',
          at: '2026-01-02T03:45:00.000Z',
          hour: '2026-01-02T03',
          costPico: 7,
          costKind: 'reported',
        }),
        event('c', { purpose: 'Second-Opinion' }),
      ],
      'keep',
    ),
  ])
}

test('an older database gets its roll-ups, both costs and purposes with the migration', async () => {
  const url = await oldDatabase()
  const old = await openDb(url)
  await fillOld(old)
  await closeDb(old)
  expect(await migrate(url)).toContain(BEFORE)
  const db = await openDb(url)
  expect(await checkRollUps(db)).toMatchObject({ differences: 0, events: 3, rows: 23 })
  const events = await db.usageEvent.findMany({ orderBy: { id: 'asc' } })
  expect(events.map((each) => [each.quarter, each.purpose, each.purposeRaw])).toEqual([
    ['2026-01-02T03:30', 'base', null],
    ['2026-01-02T03:45', 'base', 'testing'],
    ['', 'second_opinion', 'Second-Opinion'],
  ])
  expect(events.map((each) => [each.costPico, each.costReportedPico, each.costComputedPico])).toEqual([
    [5n, null, 5n],
    [7n, 7n, null],
    [null, null, null],
  ])
  const lease = await Lease.take(db, 'command', new Date())
  if (!lease) throw new Error('somebody holds the lease')
  await computeOpenCosts(db, lease)
  const cost = 1_000n * 3_000_000n + 10n * 15_000_000n
  expect((await db.usageEvent.findMany()).map((each) => [each.costPico, each.costComputedPico]).sort()).toEqual(
    [
      [cost, cost],
      [7n, cost],
      [cost, cost],
    ].sort(),
  )
  expect(await checkRollUps(db)).toMatchObject({ differences: 0 })
  expect(await db.meta.findUnique({ where: { key: 'costsToCompute' } })).toBeNull()
  await lease.release()
  await closeDb(db)
})
