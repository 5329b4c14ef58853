import { expect, test } from 'vitest'
import { testDb } from '@/lib/testing/test-db'
import { batchWriterOf, closeDb } from './client'
import type { SqlValue } from './statement'
import { writeAll } from './upsert'

const INSERT = 'INSERT INTO "Meta" ("key", "value") VALUES (?, ?)'
const rows = (name: string): SqlValue[][] => Array.from({ length: 500 }, (_, n) => [`${name}${n}`, String(n)])

test('a large batch is in the database when its promise is fulfilled', async () => {
  const { db } = await testDb()
  const before = await db.meta.count()
  await writeAll(db, [{ sql: INSERT, rows: rows('a') }])
  expect(await db.meta.count()).toBe(before + 500)
})

test('a large batch that fails leaves nothing behind, says why, and the next one is written', async () => {
  const { db } = await testDb()
  const before = await db.meta.count()
  const broken = [
    { sql: INSERT, rows: rows('a') },
    { sql: INSERT, rows: [['a1', 'again']] },
  ]
  await expect(writeAll(db, broken)).rejects.toThrow(/UNIQUE constraint failed: Meta\.key/)
  await expect(writeAll(db, broken)).rejects.toMatchObject({ code: expect.stringContaining('SQLITE_CONSTRAINT') })
  expect(await db.meta.count()).toBe(before)
  await writeAll(db, [{ sql: INSERT, rows: rows('b') }])
  expect(await db.meta.count()).toBe(before + 500)
})

test('batches given at once are written in their order, large and small values whole', async () => {
  const { db } = await testDb()
  const writer = batchWriterOf(db)
  await writer.write([{ sql: 'CREATE TABLE "T" ("a", "b", "c", "d")', values: [] }])
  const written = [1, 2, 3].map((n) =>
    writer.write([{ sql: 'INSERT INTO "T" VALUES (?, ?, ?, ?)', rows: [[n, 2n ** 60n, true, null]] }]),
  )
  await Promise.all(written)
  const stored = await db.$queryRawUnsafe('SELECT * FROM "T" ORDER BY rowid')
  expect(stored).toEqual([1, 2, 3].map((a) => ({ a, b: 2n ** 60n, c: 1, d: null })))
})

test('a closed database can be written to again', async () => {
  const { db } = await testDb()
  await writeAll(db, [{ sql: INSERT, rows: rows('a') }])
  await closeDb(db)
  await writeAll(db, [{ sql: INSERT, rows: rows('b') }])
  expect(await db.meta.count()).toBeGreaterThanOrEqual(1_000)
})
