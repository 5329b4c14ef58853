import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { madeEntryId, madeSessionId, makeTranscript } from '@/lib/testing/make-session'
import { testDb } from '@/lib/testing/test-db'
import { getRawRecord } from './get-raw-record'
import { RAW_MAX } from './read-line'

const LINES = ['{"n":1}', '{"n":2,"text":"<script>"}', `{"long":"${'x'.repeat(RAW_MAX)}"}`, '{"last":"é"}']

/** A session of one entry for each line, read from a file; its kept copy is made unless told otherwise. */
async function recorded(options: { archive?: boolean } = {}) {
  const { db, folder } = await testDb()
  const file = path.join(folder, 'session.jsonl')
  const bytes = Buffer.from(LINES.join('\n'))
  writeFileSync(file, bytes)
  const archivedAs = options.archive === false ? null : path.join('ab', 'abcd.gz')
  if (archivedAs !== null) {
    mkdirSync(path.join(folder, 'archive', 'ab'), { recursive: true })
    writeFileSync(path.join(folder, 'archive', archivedAs), gzipSync(bytes))
  }
  const at = '2026-01-02T00:00:00.000Z'
  await db.content.create({
    data: {
      id: 'abcd',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      path: file,
      parserVersion: 1,
      bytes: BigInt(bytes.length),
      status: 'complete',
      archivedAs,
      importedAt: at,
      checkedAt: at,
    },
  })
  const entries = [...LINES.map((_, index) => `line ${index + 1}`), 'line 99', 'runs #4'].map(
    (ref) => ({ kind: 'text', ref }) as const,
  )
  makeTranscript(db, { key: 's', entries, contentId: 'abcd' })
  const read = (entry: number) =>
    getRawRecord({ db, fleet: 'own', now: new Date() }, { id: madeSessionId('s'), entryId: madeEntryId('s', entry) })
  return { db, file, folder, read }
}

it('is read from the kept copy, though the file is gone', async () => {
  const { file, read } = await recorded()
  rmSync(file)
  expect(await read(1)).toMatchObject({ from: 'archive', line: 2, text: LINES[1], truncated: false, missing: null })
  expect((await read(3)).text).toBe(LINES[3])
})

it('is cut at 4 MiB, and says so', async () => {
  const { read } = await recorded()
  const raw = await read(2)
  expect([raw.text?.length, raw.truncated, raw.bytes]).toEqual([RAW_MAX, true, LINES[2]?.length])
})

it('is read from the file itself while that still begins with the same bytes', async () => {
  const { file, read } = await recorded({ archive: false })
  expect(await read(1)).toMatchObject({ from: 'original', text: LINES[1] })
  appendFileSync(file, '\n{"more":1}')
  expect(await read(3)).toMatchObject({ from: 'original', text: LINES[3] })
})

it('says plainly why it cannot be read any more', async () => {
  const { file, read } = await recorded({ archive: false })
  expect((await read(4)).missing).toBe('the file has no line 99')
  expect((await read(5)).missing).toBe('it was not read from a line of a text file')
  writeFileSync(file, LINES.join('\n').replace('"n":1', '"n":7'))
  expect((await read(1)).missing).toContain('has changed since')
  truncateSync(file, 5)
  expect((await read(1)).missing).toContain('shorter now')
  rmSync(file)
  expect(await read(1)).toMatchObject({ from: null, text: null, missing: expect.stringContaining('gone') })
})

it('falls back to the file when the kept copy is damaged', async () => {
  const { folder, read } = await recorded()
  writeFileSync(path.join(folder, 'archive', 'ab', 'abcd.gz'), Buffer.from([0x1f, 0x8b, 1, 2, 3]))
  expect(await read(0)).toMatchObject({ from: 'original', text: LINES[0] })
})

it('of an entry that is not in the session is not found', async () => {
  const { db } = await recorded()
  await expect(
    getRawRecord({ db, fleet: 'own', now: new Date() }, { id: madeSessionId('other'), entryId: madeEntryId('s', 0) }),
  ).rejects.toMatchObject({ code: 'not_found' })
})
