import { appendFileSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { SqliteReader } from '@/lib/db/sqlite-reader'
import { fingerprint, importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { folderOnDisk } from './folder-sources'
import { findFolder } from './folder-stamp'
import { untouchedReceipt } from './untouched-import'
import { startWorker } from './worker'

const vanish = vi.hoisted(() => ({ file: null as string | null }))

vi.mock('./readers', async (original) => {
  const { fakeCsvReader, fakeFolderReader } = await import('@/lib/testing/fake-readers')
  return { ...(await original<object>()), documentReaders: [fakeCsvReader], folderReaders: [fakeFolderReader] }
})

// A file that goes away after it was found, and before it is copied.
vi.mock('./folder-sources', async (original) => {
  const real = await original<typeof import('./folder-sources')>()
  const folderOnDiskWhile: typeof real.folderOnDisk = (...args) => {
    const source = real.folderOnDisk(...args)
    if (vanish.file !== null) rmSync(vanish.file, { force: true })
    return source
  }
  return { ...real, folderOnDisk: folderOnDiskWhile }
})

const AT = '2026-01-02T03:04:05.678Z'

function makeFolder(parent: string, run: string, values: { at?: string; steps?: string; name?: string } = {}): string {
  const folder = path.join(parent, values.name ?? run)
  mkdirSync(path.join(folder, 'deep'), { recursive: true })
  writeFileSync(path.join(folder, 'fake-run.json'), JSON.stringify({ run, at: values.at ?? AT }))
  writeFileSync(path.join(folder, 'steps.txt'), values.steps ?? 'one\ntwo\n')
  writeFileSync(path.join(folder, 'deep', 'rows.csv'), 'fake_item,resolved\na,1\n')
  return folder
}

type Store = Awaited<ReturnType<typeof testDb>>
const items = async ({ db }: Store, run: string) =>
  (await db.itemResult.findMany({ where: { runId: `interllm:${run}` } })).map((row) => row.itemKey).sort()

test('a folder is one thing with one receipt, and its files are not read alone', async () => {
  const parent = testFolder()
  const folder = makeFolder(parent, 'r1')
  writeFileSync(path.join(parent, 'beside.csv'), 'fake_item,resolved\nb,1\n')
  const store = await testDb()
  const receipt = await importInto(store, [parent])
  expect(receipt.files.map((file) => [path.basename(file.path), file.status, file.system])).toEqual([
    ['r1', 'imported', 'interllm'],
    ['beside.csv', 'imported', 'results'],
  ])
  expect(await items(store, 'r1')).toEqual(['deep/rows.csv', 'step one', 'step two', 'steps.txt'])
  const again = await importInto(store, [parent])
  expect(again.files.map((file) => file.status)).toEqual(['unchanged', 'unchanged'])
  expect(again.files[0]?.rows).toEqual(receipt.files[0]?.rows)

  const reader = new SqliteReader(path.join(store.folder, 'pitwall.db'))
  onTestFinished(() => reader.close())
  const quick = await untouchedReceipt(reader, [parent], () => new Date())
  expect(quick?.files.map((file) => [file.path, file.status])).toEqual(
    again.files.map((file) => [file.path, file.status]),
  )
  appendFileSync(path.join(folder, 'steps.txt'), 'three\n')
  expect(await untouchedReceipt(reader, [parent], () => new Date())).toBeNull()
})

test('one file of it named, or changed, and all of it is read anew', async () => {
  const folder = makeFolder(testFolder(), 'r1')
  const store = await testDb()
  const steps = path.join(folder, 'steps.txt')
  const first = await importInto(store, [path.join(folder, 'fake-run.json')])
  expect(first.files.map((file) => file.path)).toEqual([folder])
  appendFileSync(steps, 'three\n')
  const second = await importInto(store, [folder])
  expect(second.files).toMatchObject([{ path: folder, status: 'imported' }])
  expect(await items(store, 'r1')).toContain('step three')
})

test('a file that vanishes while the folder is read is not in it; one that nobody may read is told', async () => {
  const folder = makeFolder(testFolder(), 'r1')
  const store = await testDb()
  vanish.file = path.join(folder, 'steps.txt')
  onTestFinished(() => {
    vanish.file = null
  })
  symlinkSync('nowhere', path.join(folder, 'dangling'))
  const receipt = await importInto(store, [folder])
  const unit = receipt.files.find((file) => file.path === folder)
  expect(unit).toMatchObject({ status: 'imported', rejectedCount: 1 })
  expect(await items(store, 'r1')).toEqual(['deep/rows.csv'])
})

test('a folder whose telling file vanishes, or that no reader knows after all, is read file by file', async () => {
  const parent = testFolder()
  const folder = makeFolder(parent, 'gone')
  const other = makeFolder(parent, 'other')
  writeFileSync(path.join(other, 'fake-run.json'), '{"somebody": "else"}')
  vanish.file = path.join(folder, 'fake-run.json')
  onTestFinished(() => {
    vanish.file = null
  })
  const store = await testDb()
  const receipt = await importInto(store, [parent])
  expect(await store.db.run.count({ where: { system: 'interllm' } })).toBe(0)
  const read = receipt.files
    .filter((file) => file.status === 'imported')
    .map((file) => path.relative(parent, file.path))
  expect(read).toEqual(['gone/deep/rows.csv', 'other/deep/rows.csv'])
})

test('two folders of one run: the newer wins in either order, and a copy changes nothing', async () => {
  const [one, two, three] = [testFolder(), testFolder(), testFolder()]
  const old = makeFolder(one, 'r1', { at: AT })
  const later = makeFolder(two, 'r1', { at: '2026-02-02T00:00:00.000Z', steps: 'one\ntwo\nthree\n' })
  cpSync(later, path.join(three, 'r1'), { recursive: true })
  const orders = [
    [old, later, path.join(three, 'r1')],
    [path.join(three, 'r1'), later, old],
  ]
  const prints = []
  for (const order of orders) {
    const store = await testDb()
    for (const folder of order) await importInto(store, [folder])
    expect((await store.db.run.findFirst())?.name).toBe('2026-02-02T00:00:00.000Z')
    expect(await items(store, 'r1')).toContain('step three')
    prints.push(await fingerprint(store.db))
  }
  expect(prints[0]).toEqual(prints[1])
})

test('links do not lead a folder out of what may be read', async () => {
  const [parent, outside] = [testFolder(), testFolder()]
  const folder = makeFolder(parent, 'r1')
  writeFileSync(path.join(outside, 'secret.txt'), 'secret')
  symlinkSync(path.join(outside, 'secret.txt'), path.join(folder, 'link.txt'))
  const store = await testDb()
  await importInto(store, [folder], { within: [parent] })
  expect(await items(store, 'r1')).not.toContain('link.txt')
  expect(await findFolder(folder, [outside])).toBeNull()
})

test('lines are numbered, stripped of their ends, and null when they are too long', () => {
  const folder = testFolder()
  const file = path.join(folder, 'long.txt')
  writeFileSync(file, `a\r\n\n${'x'.repeat(17 * 2 ** 20)}\nlast`)
  const source = folderOnDisk(folder, [{ path: file, bytes: 17 * 2 ** 20 + 9, mtimeMs: 0 }])
  expect([...source.lines('long.txt')]).toEqual([
    { line: 1, text: 'a' },
    { line: 2, text: '' },
    { line: 3, text: null },
    { line: 4, text: 'last' },
  ])
  expect(() => source.document('other.txt')).toThrow(/no file other.txt/)
})

test('a folder dropped into a watched place is read, and read again when one of its files grows', async () => {
  const store = await testDb()
  const parent = testFolder()
  const source = { id: 'src_1', path: parent, system: null, instance: null, state: 'watching', addedAt: AT }
  writeFileSync(path.join(parent, 'first.csv'), 'fake_item,resolved\nb,1\n')
  await store.db.source.create({ data: source })
  const controller = new AbortController()
  const fleet = { name: 'own' as const, db: store.db, dataDir: path.join(store.folder, 'data'), watch: true }
  const ended = startWorker({ fleets: [fleet], now: () => new Date(), log: () => {}, signal: controller.signal })
  onTestFinished(async () => {
    controller.abort()
    await ended
  })
  const soon = { timeout: 25_000, interval: 50 }
  await vi.waitFor(async () => expect(await store.db.run.count()).toBe(1), soon)
  const folder = makeFolder(parent, 'dropped')
  await vi.waitFor(async () => expect(await items(store, 'dropped')).toContain('step two'), soon)
  appendFileSync(path.join(folder, 'steps.txt'), 'three\n')
  await vi.waitFor(async () => expect(await items(store, 'dropped')).toContain('step three'), soon)
})
