import { describe, expect, test } from 'vitest'
import { testDb } from '@/lib/testing/test-db'
import { writerOf } from './client'
import { upsert, writeAll } from './upsert'

describe('a batch', () => {
  test('is written whole or not at all', async () => {
    const { db } = await testDb()
    const row = { sql: 'INSERT INTO "Meta" ("key", "value") VALUES (?, ?)', values: ['a', '1'] }
    await expect(writeAll(db, [row, { sql: 'INSERT INTO "Nowhere" VALUES (1)', values: [] }])).rejects.toThrow(
      /Nowhere/,
    )
    expect(await db.meta.findUnique({ where: { key: 'a' } })).toBeNull()
    await writeAll(db, [row])
    expect((await db.meta.findUnique({ where: { key: 'a' } }))?.value).toBe('1')
  })

  test('of statements without parameters that fails in the middle leaves no table behind', async () => {
    const { db } = await testDb()
    expect(() => writerOf(db).script('CREATE TABLE "Half" (a); CREATE TABLE "Half" (a);', [])).toThrow(/Half/)
    expect(writerOf(db).all(`SELECT name FROM sqlite_master WHERE name = 'Half'`, [])).toEqual([])
  })

  test('keeps counts beyond 2^53, null and booleans', async () => {
    const { db } = await testDb()
    const row = { id: 'i', eventId: 'e', sessionId: 's', lines: '[]', lineCount: 1, version: '' }
    await writeAll(
      db,
      upsert('UsageCopy', ['id'], [{ ...row, writtenTokens: 2n ** 60n, kept: false, input: null }], 'keep'),
    )
    expect(await db.usageCopy.findUnique({ where: { id: 'i' } })).toMatchObject({
      writtenTokens: 2n ** 60n,
      kept: false,
      input: null,
    })
  })
})
