import { execFile } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import { writerOf } from '@/lib/db/client'
import { makeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb, testFolder } from '@/lib/testing/test-db'

function pitwall(args: string[]): Promise<{ code: number; out: string; err: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PITWALL')))
  const options = { cwd: testFolder(), env: clean as NodeJS.ProcessEnv }
  return new Promise((resolve) => {
    execFile(path.resolve('bin/pitwall.mjs'), args, options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

test('`pitwall rollups` names what differs, makes it anew and leaves no import behind', async () => {
  const { db, url } = await testDb()
  await makeUsage(db, null, { unsplit: 5n, model: '\u001b[31m<b>' })
  await rollUp(db)
  const right = await pitwall(['rollups', 'check', '--db', url])
  expect([right.code, right.err]).toEqual([0, ''])
  expect(right.out).toContain('10 sums compared with 1 event: all agree.')
  writerOf(db).write([{ sql: 'UPDATE "UsageDay" SET "total" = 6', values: [] }])
  const wrong = await pitwall(['rollups', 'check', '--db', url])
  expect(wrong.code).toBe(1)
  expect(wrong.out).toMatch(/9 differences.*\n.*UsageDay 0 2026-01-02.*total 6, events give 5/)
  expect(wrong.out).not.toContain('\u001b')
  const rebuilt = await pitwall(['rollups', 'rebuild', '--json', '--db', url])
  expect(rebuilt.code).toBe(0)
  expect(JSON.parse(rebuilt.out)).toEqual({ rows: 10, events: 1, differences: 0, examples: [] })
  expect(await db.import.count()).toBe(0)
})
