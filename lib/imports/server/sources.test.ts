import { expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { SourceWire } from '@/lib/imports/schema'
import { makeImport, makeRun } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { changeSource, removeSource } from './change-source'
import { listSources } from './list-sources'
import { syncSource } from './sync-source'
import { watchSource } from './watch-source'

const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const stateOf = async (db: Db, id: string) => (await db.source.findUniqueOrThrow({ where: { id } })).state
const found = { path: '/home/ann/.claude/projects', system: 'claude-code' }

async function rememberFile(db: Db, path: string) {
  const read = { contentId: 'c', size: 0n, mtimeMs: 0n, offset: 0n, line: 0, checkedAt: '2026' }
  await db.sourceFile.create({ data: { path, ...read } })
}

it('a watched folder stands among the sources, with the files read from it', async () => {
  const { db } = await testDb()
  const source = await watchSource(ctx(db), found)
  expect(SourceWire.parse(source)).toMatchObject({ ...found, state: 'watching', contents: 0, lastEventAt: null })
  await rememberFile(db, `${found.path}/x/1.jsonl`)
  await rememberFile(db, `${found.path}/%_'.jsonl`)
  await rememberFile(db, `${found.path}-other/1.jsonl`)
  expect((await listSources(ctx(db))).sources).toMatchObject([{ id: source.id, contents: 2 }])
})

it('watching twice is watching once, and goes on with what was paused', async () => {
  const { db } = await testDb()
  const { id } = await watchSource(ctx(db), found)
  expect(await changeSource(ctx(db), { id, state: 'paused' })).toMatchObject({ state: 'paused', lagSeconds: null })
  expect((await watchSource(ctx(db), found)).id).toBe(id)
  expect(await stateOf(db, id)).toBe('watching')
  expect(await db.source.count()).toBe(1)
})

it('a pause keeps the error out of the way, and going on tries again', async () => {
  const { db } = await testDb()
  const { id } = await watchSource(ctx(db), found)
  await db.source.update({ where: { id }, data: { state: 'failing', error: 'gone' } })
  expect(await changeSource(ctx(db), { id, state: 'paused' })).toMatchObject({ state: 'paused', error: null })
  expect(await changeSource(ctx(db), { id, state: 'watching' })).toMatchObject({ state: 'watching' })
})

it('a removed source is watched no more, and its records stay', async () => {
  const { db } = await testDb()
  await makeRun(db, { id: 'claude-code:a' })
  const { id } = await watchSource(ctx(db), found)
  await rememberFile(db, `${found.path}/1.jsonl`)
  expect(await removeSource(ctx(db), { id })).toEqual({ id, path: found.path })
  expect(await db.source.count()).toBe(0)
  expect(await db.run.count()).toBe(1)
  expect(await db.sourceFile.count()).toBe(1)
})

it('a check is an import of the living folder, bound to it and read as its system', async () => {
  const { db } = await testDb()
  const { id } = await watchSource(ctx(db), found)
  await changeSource(ctx(db), { id, state: 'paused' })
  const asked = await syncSource(ctx(db), { id })
  expect(asked).toMatchObject({ status: 'queued', requestedBy: 'watch', paths: [found.path] })
  const { options } = await db.import.findUniqueOrThrow({ where: { id: asked.id } })
  expect(JSON.parse(options)).toEqual({ live: true, as: 'claude-code', within: [found.path] })
  expect(await stateOf(db, id)).toBe('paused')
})

it('what is not watched is not found', async () => {
  const { db } = await testDb()
  const none = { id: "no' OR 1=1" }
  for (const verb of [changeSource(ctx(db), { ...none, state: 'paused' }), removeSource(ctx(db), none)])
    await expect(verb).rejects.toMatchObject({ code: 'not_found' })
  await expect(syncSource(ctx(db), none)).rejects.toMatchObject({ code: 'not_found' })
})

it('what was repaired while it was read is no gap', async () => {
  const { db } = await testDb()
  await watchSource(ctx(db), found)
  const { id: importId } = await makeImport(db)
  const pieces = [
    { kind: 'repaired-text', name: 'zero bytes', count: 9, sample: null },
    { kind: 'unknown-record-type', name: 'x', count: 2, sample: null },
  ]
  const facts = { status: 'imported', rows: '{}', usage: '{}', rejected: '[]', bytes: 5n, seconds: 0.5, at: '2026' }
  const file = { id: 'f', importId, seq: 0, path: `${found.path}/1.jsonl`, ...facts }
  await db.importFile.create({ data: { ...file, unparsed: JSON.stringify(pieces) } })
  expect((await listSources(ctx(db))).sources).toMatchObject([{ unparsed: 2 }])
})

it('an instance that several files made is named by their folder, not by one of them', async () => {
  const { db } = await testDb()
  const instanceId = 'claude-code'
  await db.instance.create({ data: { id: instanceId, system: instanceId, createdAt: '2026', checkedAt: '2026' } })
  const read = {
    sha256: 's',
    system: 'claude-code',
    instanceId,
    parserVersion: 1,
    bytes: 1n,
    status: 'complete',
    checkedAt: '2026',
  }
  const content = (id: string, path: string) => ({ id, path, importedAt: '2026', ...read })
  await db.content.create({ data: content('c1', '/home/ann/records/a/1.jsonl') })
  const place = async () => (await listSources(ctx(db))).sources.map(({ path }) => path)
  expect(await place()).toEqual(['/home/ann/records/a/1.jsonl'])
  await db.content.create({ data: content('c2', '/home/ann/records/b/2.jsonl') })
  expect(await place()).toEqual(['/home/ann/records/'])
})
