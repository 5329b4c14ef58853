import path from 'node:path'
import { expect, test } from 'vitest'
import { openDb } from '@/lib/db/client'
import { testFolder } from '@/lib/testing/test-db'
import { migrate } from './migrate'
import { appliedMigrations, DatabaseIsNewer, migrationNames } from './migration-state'

const freshUrl = () => `file:${path.join(testFolder(), 'deep', 'er', 'pitwall.db')}`

test('a new file gets every table, and a second time changes nothing', async () => {
  const url = freshUrl()
  expect(await migrate(url)).toEqual(migrationNames())
  expect(await migrate(url)).toEqual([])
  const db = await openDb(url)
  expect(await db.run.count()).toBe(0)
  await db.$disconnect()
})

test('a database that a newer program has written is refused in one sentence, and left as it is', async () => {
  const url = freshUrl()
  await migrate(url)
  const db = await openDb(url)
  await db.$executeRawUnsafe(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count") ` +
      `VALUES ('x', 'x', CURRENT_TIMESTAMP, '9999_from_the_future', CURRENT_TIMESTAMP, 1)`,
  )
  await db.$disconnect()
  const refusal = await migrate(url).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(DatabaseIsNewer)
  expect(String(refusal)).toMatch(/written by a newer Pitwall .*9999_from_the_future/)
  expect(await appliedMigrations(url)).toContain('9999_from_the_future')
})

test('the committed migrations are what the schema says', async () => {
  const { pendingSql } = await import('./migrate')
  const sql = await pendingSql(`file:${path.join(testFolder(), 'scratch.db')}`)
  expect(sql.replace(/^--.*$/gm, '').trim()).toBe('')
})

test('many at once migrate one file without an error', async () => {
  const url = freshUrl()
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url)])
  expect(applied.flat()).toEqual(migrationNames())
})
