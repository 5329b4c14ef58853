import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Context } from '@/lib/context'
import { writeAutopack } from '@/lib/testing/autopack-fixture'
import { makeContent, makeUsage } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { RawEvent } from '@/lib/usage-events/schema'
import { getRawEvent } from './get-raw-event'

const contentOf = (file: string) => {
  const bytes = readFileSync(file)
  return { path: file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: BigInt(bytes.length) }
}

it('shows the row of a database that an event was read from, and says when that is gone', async () => {
  const { db, folder } = await testDb()
  const file = path.join(folder, 'autopack.db')
  const rows = [
    { id: 7, run_id: 'r', total_tokens: 1 },
    { id: 9, run_id: '<b>"é', total_tokens: 12 },
  ]
  writeAutopack(file, { llm_usage_events: rows })
  const content = await makeContent(db, contentOf(file))
  const { id } = await makeUsage(db, null, { contentId: content.id, ref: 'llm_usage_events #9', unsplit: 12n })
  const ask = async (ref?: string) => {
    if (ref !== undefined) await db.usageEvent.update({ where: { id }, data: { ref } })
    const raw = await getRawEvent({ db } as Context, { id })
    expect(RawEvent.parse(raw)).toEqual(raw)
    return raw
  }
  const raw = await ask()
  expect(raw).toMatchObject({ from: 'original', missing: null, ref: 'llm_usage_events #9' })
  expect(JSON.parse(raw.text ?? '')).toMatchObject({ id: 9, run_id: '<b>"é', total_tokens: 12 })
  expect((await ask('llm_usage_events #8')).missing).toMatch(/no row 8/)
  expect((await ask('sqlite_master #1')).missing).toMatch(/no table/)
  appendFileSync(file, 'x')
  expect((await ask('llm_usage_events #9')).missing).toMatch(/has changed since/)
  rmSync(file)
  expect((await ask('llm_usage_events #9')).missing).toMatch(/cannot be read/)
})

it('shows the line of a text, and another line of the same file', async () => {
  const { db, folder } = await testDb()
  const file = path.join(folder, 'a.jsonl')
  writeFileSync(file, '{"line":1}\n{"line":2}\n')
  const content = await makeContent(db, contentOf(file))
  const { id } = await makeUsage(db, null, { contentId: content.id, ref: 'line 2' })
  expect(await getRawEvent({ db } as Context, { id })).toMatchObject({ line: 2, text: '{"line":2}' })
  expect(await getRawEvent({ db } as Context, { id, line: 1 })).toMatchObject({ line: 1, text: '{"line":1}' })
  await expect(getRawEvent({ db } as Context, { id, copy: 'none' })).rejects.toMatchObject({ code: 'not_found' })
})
