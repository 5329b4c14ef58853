import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import { ImportDetail, ListImportsInput, SourcesReply } from '@/lib/imports/schema'
import { sampleFolder } from '@/lib/sample/server/sample-folder'
import { makeContent, makeImport, makeInstance, makeRun, makeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { findSources } from './find-sources'
import { getImport } from './get-import'
import { listImports } from './list-imports'
import { listSources } from './list-sources'
import { startImport } from './start-import'

const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-01-03T00:00:00.000Z') })
const receipt = (importId: string, seq: number, file: string, at: string) => ({
  id: `${importId}-${seq}`,
  importId,
  seq,
  path: file,
  system: 'autopack',
  status: 'imported',
  rows: '{"runs":1}',
  usage: '{"counted":0,"tokens":null,"dropped":[]}',
  unparsed: '[{"kind":"unknown-table","name":"x","count":2,"sample":null}]',
  rejected: '[]',
  rejectedCount: 3,
  bytes: 5n,
  seconds: 0.5,
  at,
})

describe('imports', () => {
  it('are listed newest first, page by page', async () => {
    const { db } = await testDb()
    for (const day of [1, 3, 2])
      await makeImport(db, { id: `imp_${day}`, requestedAt: `2026-01-0${day}T00:00:00.000Z` })
    await makeImport(db, { id: 'imp_broken', status: 'queued', paths: 'not json', progress: '{', totals: '[]' })
    const first = await listImports(ctx(db), ListImportsInput.parse({ limit: 2, status: 'done' }))
    expect(first).toMatchObject({ total: 3, items: [{ id: 'imp_3' }, { id: 'imp_2' }] })
    const rest = await listImports(ctx(db), ListImportsInput.parse({ cursor: first.nextCursor, status: 'done' }))
    expect(rest).toMatchObject({ nextCursor: null, items: [{ id: 'imp_1' }] })
    const queued = await listImports(ctx(db), ListImportsInput.parse({ status: 'queued' }))
    expect(queued.items).toMatchObject([{ id: 'imp_broken', paths: [], progress: null, totals: null }])
  })

  it('show the receipt of each file, and are not found by another id', async () => {
    const { db } = await testDb()
    const { id } = await makeImport(db)
    await db.importFile.create({ data: receipt(id, 1, '/b.db', '2026-01-01T00:00:00.000Z') })
    await db.importFile.create({ data: receipt(id, 0, '/a.db', '2026-01-01T00:00:00.000Z') })
    const detail = await getImport(ctx(db), { id })
    expect(ImportDetail.parse(detail)).toEqual(detail)
    expect(detail.files.map((file) => file.path)).toEqual(['/a.db', '/b.db'])
    await expect(getImport(ctx(db), { id: 'none' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('wait in the queue once started, with what the operator asked for', async () => {
    const { db } = await testDb()
    const started = await startImport(ctx(db), { paths: ['/records/a.db'], instance: 'second' })
    expect(started).toMatchObject({ status: 'queued', requestedBy: 'http', paths: ['/records/a.db'], files: [] })
    const row = await db.import.findUniqueOrThrow({ where: { id: started.id } })
    expect(JSON.parse(row.options)).toEqual({ instance: 'second', within: expect.any(Array) })
    await expect(startImport(ctx(db), { sourceId: 'none' })).rejects.toMatchObject({ code: 'not_found' })
    await db.source.create({ data: { id: 's', path: '/watched', state: 'watching', addedAt: '2026' } })
    expect((await startImport(ctx(db), { sourceId: 's' })).paths).toEqual(['/watched'])
  })
})

describe('listSources', () => {
  it('is empty on a fresh machine', async () => {
    const { db } = await testDb()
    expect(await listSources(ctx(db))).toMatchObject({ sources: [], workerAlive: false })
  })

  it('tells what each instance holds, counting only the newest receipt of a path', async () => {
    const { db } = await testDb()
    await makeInstance(db, 'autopack')
    await makeInstance(db, 'autopack@two')
    await makeContent(db, { systemVersion: 'v1', path: '/old.db', latestAt: '2026-01-01T00:00:00.000Z' })
    await makeContent(db, { systemVersion: 'v2', path: '/new.db', latestAt: '2026-01-02T00:00:00.000Z' })
    await makeRun(db, { id: 'autopack:a', lastEvidenceAt: '2026-01-02T00:00:00.000Z' })
    await makeRun(db, { id: 'autopack:b', hasRow: false })
    await makeUsage(db, 'autopack:a')
    await rollUp(db)
    const { id } = await makeImport(db)
    await db.importFile.create({ data: receipt(id, 0, '/new.db', '2026-01-01T00:00:00.000Z') })
    await db.importFile.create({ data: { ...receipt(id, 1, '/new.db', '2026-01-02T00:00:00.000Z'), rejectedCount: 1 } })
    const reply = await listSources(ctx(db))
    expect(SourcesReply.parse(reply)).toEqual(reply)
    expect(reply.sources).toMatchObject([
      {
        id: 'autopack',
        state: 'imported',
        path: '/new.db',
        versions: ['v1', 'v2'],
        contents: 2,
        runs: 1,
        placeholders: 1,
        usageEvents: 1,
        lastEventAt: '2026-01-02T00:00:00.000Z',
        rejected: 1,
        unparsed: 2,
      },
      { id: 'autopack@two', instance: 'two', contents: 0, runs: 0, lastEventAt: null, rejected: 0 },
    ])
  })

  it('shows a watched path with its age, and a failing one with its error', async () => {
    const { db } = await testDb()
    const common = { addedAt: '2026-01-01T00:00:00.000Z', checkedAt: '2026-01-02T23:59:50.000Z' }
    await db.source.create({ data: { id: 'a', path: '/a', state: 'watching', ...common } })
    await db.source.create({ data: { id: 'b', path: '/b', state: 'failing', error: 'gone', ...common } })
    const { sources } = await listSources(ctx(db))
    expect(sources).toMatchObject([
      { state: 'watching', lagSeconds: 10 },
      { state: 'failing', error: 'gone', lagSeconds: null },
    ])
  })
})

describe('findSources', () => {
  it('offers Autopack databases one level below the allowed folders, until they are imported', async () => {
    const { db, folder } = await testDb()
    const below = path.join(folder, 'fleet')
    const tooDeep = path.join(below, 'deeper')
    mkdirSync(tooDeep, { recursive: true })
    for (const file of ['autopack.db', 'Autopack-2.db', 'other.db', 'autopack.txt'])
      writeFileSync(path.join(below, file), '')
    writeFileSync(path.join(tooDeep, 'autopack.db'), '')
    mkdirSync(path.join(below, 'autopack-folder.db'))
    expect(await findSources(db, [folder, '/not/there'])).toMatchObject([{ path: below, files: 2, system: 'autopack' }])
    for (const name of ['autopack.db', 'Autopack-2.db']) {
      const file = { contentId: 'c', size: 0n, mtimeMs: 0n, offset: 0n, line: 0, checkedAt: '2026' }
      await db.sourceFile.create({ data: { path: path.join(below, name), ...file } })
    }
    expect(await findSources(db, [folder])).toEqual([])
  })

  it('never offers the files of the sample fleet: sample and own records are not mixed', async () => {
    const { db } = await testDb()
    const sample = sampleFolder()
    mkdirSync(sample, { recursive: true })
    writeFileSync(path.join(sample, 'autopack.db'), '')
    expect(await findSources(db, [path.dirname(sample), sample])).toEqual([])
  })
})
