import { expect, test } from 'vitest'
import { testDb } from '@/lib/testing/test-db'
import { writerOf } from './client'
import { resultRows } from './experiment-rows'

test('a table of more rows than can be compared is refused and not cut', async () => {
  const { db } = await testDb()
  const arm = { by: 'job', jobId: 'results:large' } as const
  const add = (from: number, to: number) =>
    writerOf(db).script(
      `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to}) ` +
        `INSERT INTO "ItemResult" ("id", "system", "instanceId", "jobId", "runId", "configuration", "itemKey", "version") ` +
        `SELECT 'r' || i, 'results', 'results', 'results:large', 'results:run', 'c', 'i' || i, '' FROM n`,
      [],
    )
  add(1, 200_000)
  expect(await resultRows(db, arm)).toHaveLength(200_000)
  add(200_001, 200_001)
  await expect(resultRows(db, arm)).rejects.toMatchObject({ code: 'too_large' })
})
