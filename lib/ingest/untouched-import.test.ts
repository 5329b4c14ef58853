import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import { importInto } from '@/lib/testing/importing'
import { testDb } from '@/lib/testing/test-db'
import { untouchedReceipt } from './untouched-import'

const line = (id: string) =>
  `${JSON.stringify({
    type: 'user',
    uuid: id,
    parentUuid: null,
    sessionId: 's',
    timestamp: '2026-01-02T03:04:05.678Z',
    version: '2.1.150',
    cwd: '/p',
    message: { role: 'user', content: 'hello' },
  })}\n`

const ask = (db: Db, ...paths: string[]) => untouchedReceipt(db, paths, () => new Date())

/** A database into which a session and an empty file were imported. */
async function importedFolder() {
  const store = await testDb()
  const [file, empty] = [path.join(store.folder, 'in', 's.jsonl'), path.join(store.folder, 'in', 'empty.jsonl')]
  const folder = path.dirname(file)
  mkdirSync(folder)
  writeFileSync(file, `${line('u1')}not JSON\n`)
  writeFileSync(empty, '')
  const first = () => importInto(store, [folder])
  return { ...store, first, folder, file }
}

test('a tree that was read and left alone gets the receipt of an import that finds nothing new', async () => {
  const { db, first, folder } = await importedFolder()
  expect(await ask(db, folder)).toBeNull()
  await first()
  const whole = await first()
  const quick = await ask(db, folder)
  const withoutTime = (files: readonly object[]) => files.map((file) => ({ ...file, seconds: 0 }))
  expect(withoutTime(quick?.files ?? [])).toEqual(withoutTime(whole.files))
  expect({ ...quick?.totals, seconds: 0 }).toEqual({ ...whole.totals, seconds: 0 })
  expect(quick?.totals.rejectedRecords).toBe(1)
})

test('whatever has another size or time, is new or cannot be found must be imported', async () => {
  const { db, first, folder, file } = await importedFolder()
  await first()
  utimesSync(file, new Date(), new Date(Date.now() + 5_000))
  expect(await ask(db, folder)).toBeNull()
  await first()
  expect(await ask(db, folder)).not.toBeNull()
  appendFileSync(file, line('u2'))
  expect(await ask(db, folder)).toBeNull()
  await first()
  writeFileSync(path.join(folder, 'new.jsonl'), line('u3'))
  expect(await ask(db, folder)).toBeNull()
  await first()
  expect(await ask(db, folder, path.join(folder, 'absent'))).toBeNull()
  expect(await ask(db)).toBeNull()
})

test('nothing is skipped while something from before is unfinished', async () => {
  const { db, first, folder } = await importedFolder()
  await first()
  await db.dirtySession.create({ data: { sessionId: 'claude-code:s' } })
  expect(await ask(db, folder)).toBeNull()
  await db.dirtySession.deleteMany()
  await db.content.updateMany({ data: { parserVersion: -1 } })
  expect(await ask(db, folder)).toBeNull()
})
