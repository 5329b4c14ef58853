import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { fingerprint, imported, importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { Lease } from './lease'
import { runImport } from './run-import'
import { startWorker } from './worker'

vi.mock('./readers', async (original) => {
  const { fakeCsvReader, fakeJsonReader } = await import('@/lib/testing/fake-readers')
  return { ...(await original<object>()), documentReaders: [fakeJsonReader, fakeCsvReader] }
})

const AT = '2026-01-02T03:04:05.678Z'
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ item: `i${at}`, resolved: at % 2 === 0 }))
const results = (job: string, count: number, values: object = {}) => ({
  fake: 'results',
  job,
  at: AT,
  rows: rows(count),
  ...values,
})

const transcriptLine = {
  type: 'user',
  uuid: 'u1',
  parentUuid: null,
  sessionId: 's',
  timestamp: AT,
  version: '2.1.150',
  cwd: '/p',
  message: { role: 'user', content: 'hello' },
}

test('a JSON document over many lines, one on one line and a CSV reach their readers; lines of JSON stay lines', async () => {
  const folder = testFolder()
  const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  // Lines of it are records of a transcript by themselves.
  const inside = `[\n${JSON.stringify(transcriptLine)},\n${JSON.stringify(transcriptLine)}\n]`
  put('tricky.json', `{"fake": "results", "job": "tricky", "at": "${AT}", "rows": [], "messages": ${inside}\n}\n`)
  put('pretty.json', JSON.stringify(results('pretty', 3), null, 2))
  put('flat.json', JSON.stringify(results('flat', 1)))
  put('marked.json', `\uFEFF${JSON.stringify(results('marked', 1), null, 2)}`)
  put('rows.csv', 'fake_item,resolved\na,1\nb,0\n')
  put('session.jsonl', `${JSON.stringify(transcriptLine)}\n`)
  const store = await testDb()
  const receipt = await importInto(store, [folder])
  expect(
    Object.fromEntries(receipt.files.map((file) => [path.basename(file.path), file.systemVersion ?? 'none'])),
  ).toEqual({
    'flat.json': 'fake json',
    'marked.json': 'fake json',
    'pretty.json': 'fake json',
    'rows.csv': 'fake csv',
    'session.jsonl': '2.1.150',
    'tricky.json': 'fake json',
  })
  expect(receipt.files.flatMap((file) => file.rejected)).toEqual([])
  expect(await store.db.itemResult.count()).toBe(7)
  const again = await importInto(store, [folder])
  expect(new Set(again.files.map((file) => file.status))).toEqual(new Set(['unchanged']))
})

test('what nobody knows is told in words that fit: cut, another document, no JSON at all', async () => {
  const folder = testFolder()
  const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  put('array.json', '[\n 1,\n 2\n]\n')
  put('cut.json', JSON.stringify(results('cut', 9), null, 2).slice(0, 150))
  put('notes.md', '# notes\n')
  put('nested.json', '['.repeat(200_000))
  const store = await testDb()
  const receipt = await importInto(store, [folder])
  const reasons = receipt.files.map((file) => [path.basename(file.path), file.status, file.rejected[0]?.reason ?? ''])
  expect(reasons).toEqual([
    ['array.json', 'rejected', 'no reader knows this JSON document'],
    ['cut.json', 'rejected', 'the JSON is broken or cut short'],
    ['nested.json', 'rejected', 'the JSON is broken or cut short'],
    ['notes.md', 'rejected', 'it is neither a database nor lines of JSON'],
  ])
})

test('two files with the same bytes are two documents, for a reader may take names from the path', async () => {
  const folder = testFolder()
  const files = ['a.csv', 'b.csv'].map((name) => path.join(folder, name))
  for (const file of files) writeFileSync(file, 'fake_item,resolved\nx,1\n')
  const { db } = await imported(files)
  expect((await db.itemResult.findMany()).map((row) => row.runId).sort()).toEqual(['results:a.csv', 'results:b.csv'])
})

test('a reader that fails in the middle loses what was left, and says so', async () => {
  const folder = testFolder()
  const file = path.join(folder, 'half.json')
  writeFileSync(file, JSON.stringify(results('half', 6, { throwAfter: 4 })))
  const store = await testDb()
  const receipt = await importInto(store, [file])
  expect(receipt.files[0]).toMatchObject({ status: 'imported', rejectedCount: 1 })
  expect(receipt.files[0]?.rejected[0]?.reason).toBe('it cannot be read further: made to fail')
  expect(await store.db.itemResult.count()).toBe(4)
})

test('an import that ends between two batches goes on where it was, and ends in the rows of an undisturbed one', async () => {
  const file = path.join(testFolder(), 'long.json')
  writeFileSync(file, JSON.stringify(results('long', 9)))
  const undisturbed = await imported([file])
  const store = await testDb()
  const lease = await Lease.take(store.db, 'command', new Date())
  if (!lease) throw new Error('no lease')
  const fence = lease.fence.bind(lease)
  let calls = 0
  vi.spyOn(lease, 'fence').mockImplementation(() => {
    calls += 1
    if (calls > 2) throw new Error('the process ends here')
    return fence()
  })
  const dataDir = path.join(store.folder, 'data')
  const job = { db: store.db, dataDir, lease, paths: [file], options: {}, now: () => new Date() }
  await runImport(job).catch(() => {})
  const before = await store.db.itemResult.count()
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(9)
  vi.restoreAllMocks()
  await lease.release()
  const receipt = await importInto(store, [file])
  expect(receipt.files[0]?.rows['results']).toBe(9)
  expect(await fingerprint(store.db)).toEqual(await fingerprint(undisturbed.db))
})

test('a watched document that is half written is not refused; whole, it is read, and rewritten, read anew', async () => {
  const store = await testDb()
  const folder = testFolder()
  const file = path.join(folder, 'live.json')
  const whole = JSON.stringify(results('live', 2), null, 2)
  writeFileSync(file, whole.slice(0, whole.length / 2))
  const source = { id: 'src_1', path: folder, system: null, instance: null, state: 'watching', addedAt: AT }
  await store.db.source.create({ data: source })
  const controller = new AbortController()
  const fleet = { name: 'own' as const, db: store.db, dataDir: path.join(store.folder, 'data'), watch: true }
  const ended = startWorker({ fleets: [fleet], now: () => new Date(), log: () => {}, signal: controller.signal })
  onTestFinished(async () => {
    controller.abort()
    await ended
  })
  const soon = { timeout: 25_000, interval: 50 }
  await vi.waitFor(async () => expect(await store.db.importFile.count()).toBeGreaterThan(0), soon)
  writeFileSync(file, whole)
  await vi.waitFor(async () => expect(await store.db.itemResult.count()).toBe(2), soon)
  expect(await store.db.importFile.count({ where: { status: 'rejected' } })).toBe(0)

  writeFileSync(file, JSON.stringify(results('live', 4, { at: '2026-01-03T00:00:00.000Z', status: 'done' }), null, 2))
  await vi.waitFor(async () => expect(await store.db.itemResult.count()).toBe(4), soon)
  await vi.waitFor(async () => expect((await store.db.job.findFirst())?.statusRaw).toBe('done'), soon)
})

test('a document that stays cut is refused in the end', async () => {
  const store = await testDb()
  const file = path.join(testFolder(), 'cut.json')
  writeFileSync(file, '{\n "fake": "results",\n')
  const fresh = await importInto(store, [file], { live: true })
  expect(fresh.files[0]).toMatchObject({ status: 'unchanged', notes: [{ name: 'still_written' }] })
  utimesSync(file, new Date(), new Date(Date.now() - 60_000))
  const old = await importInto(store, [file], { live: true })
  expect(old.files[0]).toMatchObject({ status: 'rejected' })
  expect(readFileSync(file, 'utf8')).toContain('fake')
})
