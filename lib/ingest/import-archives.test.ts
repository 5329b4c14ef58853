import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { writeGoodAutopack } from '@/lib/testing/bad-files'
import { fingerprint, imported, importInto } from '@/lib/testing/importing'
import { type MadeMember, makeTar, makeZip } from '@/lib/testing/make-archive'
import { REAL_DATA, testDb, testFolder } from '@/lib/testing/test-db'
import { Lease } from './lease'
import { runImport } from './run-import'

vi.mock('./readers', async (original) => {
  const { fakeCsvReader, fakeFolderReader, fakeJsonReader } = await import('@/lib/testing/fake-readers')
  const readers = { documentReaders: [fakeJsonReader, fakeCsvReader], folderReaders: [fakeFolderReader] }
  return { ...(await original<object>()), ...readers }
})

const AT = '2026-01-02T03:04:05.678Z'
const csv = (path: string, items = 1): MadeMember => ({
  path,
  body: `fake_item,resolved\n${Array.from({ length: items }, (_, at) => `${path}-${at},1\n`).join('')}`,
})

const put = (name: string, bytes: Buffer): string => {
  const file = path.join(testFolder(), name)
  writeFileSync(file, bytes)
  return file
}

const FORMS: [string, (members: readonly MadeMember[]) => Buffer][] = [
  ['plain.tar', makeTar],
  ['packed.tar.gz', (members) => gzipSync(makeTar(members))],
  ['members.zip', (members) => makeZip(members)],
]

test.each(FORMS)('the members of %s are read, whatever the archive is called, with one receipt', async (_, make) => {
  const members = [csv('a/one.csv', 2), csv('b/two.csv'), { path: 'readme.md', body: '# hello\n' }]
  const file = put('named.bin', make(members))
  const store = await testDb()
  const receipt = await importInto(store, [file])
  const [only] = receipt.files
  expect(receipt.files).toHaveLength(1)
  expect(only).toMatchObject({ path: file, status: 'imported', system: 'results', rejectedCount: 0 })
  expect(only?.rows).toMatchObject({ runs: 2, results: 3 })
  expect(only?.unparsed).toMatchObject([{ kind: 'unknown-file', name: 'readme.md', count: 1 }])
  expect((await store.db.content.findMany()).map((row) => row.path).sort()).toEqual([
    file,
    `${file}!/a/one.csv`,
    `${file}!/b/two.csv`,
  ])
  const again = await importInto(store, [file])
  expect(again.files[0]).toMatchObject({ status: 'unchanged', rows: only?.rows })
})

test.each(FORMS)(
  'names in %s that lead out of it are refused, and nothing is written under any of them',
  async (_, make) => {
    const hostile = ['../../escape.csv', '/tmp/pitwall-escape.csv', 'a/../../b.csv', '..\\..\\c.csv', 'C:/d.csv']
    const file = put('slip.bin', make([...hostile.map((name) => csv(name)), csv('./good.csv')]))
    const store = await testDb()
    const receipt = await importInto(store, [file])
    expect(receipt.files[0]).toMatchObject({ status: 'imported', rejectedCount: hostile.length })
    for (const { reason } of receipt.files[0]?.rejected ?? []) expect(reason).toBe('its name leads out of the archive')
    expect((await store.db.run.findMany()).map((run) => run.nativeId)).toEqual(['good.csv'])
    expect(existsSync('/tmp/pitwall-escape.csv')).toBe(false)
    expect(existsSync(path.join(path.dirname(file), 'escape.csv'))).toBe(false)
  },
)

test('links and folders in a tar are no members; the later of two with one name stays', async () => {
  const members: MadeMember[] = [
    { path: 'folder/', body: '', type: 'Directory' },
    { path: 'link.csv', body: '', type: 'SymbolicLink' },
    csv('same.csv', 1),
    csv('same.csv', 3),
  ]
  const store = await testDb()
  const receipt = await importInto(store, [put('links.tar', makeTar(members))])
  expect(receipt.files[0]?.rows['results']).toBe(3)
  expect(receipt.files[0]?.unparsed).toMatchObject([{ name: 'links and devices in the archive', count: 1 }])
})

test('what unpacks to far more than its size is refused with a sentence, and leaves nothing behind', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 2 ** 20), { level: 9 })
  const store = await testDb()
  const zeros = Buffer.alloc(300 * 2 ** 20)
  const files = [
    put('bomb.json.gz', bomb),
    put('bomb.tar.gz', gzipSync(makeTar([{ path: 'zeros', body: zeros }]), { level: 9 })),
    put('bomb.zip', makeZip([{ path: 'zeros', body: zeros }])),
    put('liar.zip', makeZip([csv('a.csv', 3)], { claim: 3 })),
  ]
  const receipt = await importInto(store, files)
  const reasons = Object.fromEntries(
    receipt.files.map((file) => [path.basename(file.path), file.rejected[0]?.reason ?? '']),
  )
  for (const name of ['bomb.json.gz', 'bomb.tar.gz', 'bomb.zip'])
    expect(reasons[name]).toBe('it unpacks to more than 250 times its size')
  expect(reasons['liar.zip']).toMatch(/damaged/)
  const staging = path.join(store.folder, 'data', 'staging')
  await vi.waitFor(() => expect(readdirSync(staging)).toEqual([]))
}, 120_000)

test('a hundred thousand members and one are too many, and said so', async () => {
  const one = makeTar([{ path: 'x', body: '' }]).subarray(0, 512)
  const blocks = Buffer.concat([...Array.from({ length: 100_001 }, () => one), Buffer.alloc(1024)])
  const store = await testDb()
  const receipt = await importInto(store, [put('many.tar', blocks)])
  expect(receipt.files[0]?.rejected[0]?.reason).toBe('it holds more than 100,000 files')
}, 120_000)

test('of an archive that ends too early the whole members are read, and the end is told', async () => {
  const whole = makeTar([csv('first.csv', 2), csv('second.csv', 40_000)])
  const cut = [whole.subarray(0, 3_000), gzipSync(whole).subarray(0, 30_000)]
  for (const [at, bytes] of cut.entries()) {
    const store = await testDb()
    const receipt = await importInto(store, [put(`cut-${at}.bin`, bytes)])
    expect(receipt.files[0]).toMatchObject({ status: 'imported', rejectedCount: 1 })
    expect(receipt.files[0]?.rejected[0]?.reason).toMatch(/ends too early/)
    expect(receipt.files[0]?.rows['results']).toBe(2)
  }
  const store = await testDb()
  const zip = makeZip([csv('first.csv', 2)])
  const receipt = await importInto(store, [put('cut.zip', zip.subarray(0, zip.length - 30))])
  expect(receipt.files[0]?.rejected[0]?.reason).toMatch(/zip archive is damaged or cut short/)
})

test('packed members and databases in an archive are read, an archive in an archive is not', async () => {
  const folder = testFolder()
  const database = path.join(folder, 'good.db')
  writeGoodAutopack(database)
  const members: MadeMember[] = [
    { path: 'rows.csv.gz', body: gzipSync(Buffer.from(csv('packed').body)) },
    { path: 'autopack.db', body: readFileSync(database) },
    { path: 'inner.zip', body: makeZip([csv('inner.csv')]) },
    { path: 'empty.json', body: '' },
  ]
  const store = await testDb()
  const receipt = await importInto(store, [put('mixed.tar.gz', gzipSync(makeTar(members)))])
  expect(receipt.files[0]).toMatchObject({ status: 'imported', system: null, rejectedCount: 2 })
  expect(receipt.files[0]?.rejected.map(({ place, reason }) => [place, reason])).toEqual([
    ['empty.json', 'it is empty'],
    ['inner.zip', 'an archive within an archive is not opened'],
  ])
  expect(await store.db.run.count({ where: { system: 'autopack' } })).toBeGreaterThan(0)
  expect(await store.db.run.count({ where: { system: 'results' } })).toBe(1)
})

test('an archive of which nobody knows a file says which they are', async () => {
  const store = await testDb()
  const members = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ path: `${name}.txt`, body: name }))
  const receipt = await importInto(store, [put('other.tar', makeTar(members)), put('none.zip', makeZip([]))])
  const reasons = receipt.files.map((file) => file.rejected[0]?.reason).sort()
  expect(reasons).toEqual([
    'no reader knows any of the 6 files in it (a.txt, b.txt, c.txt, d.txt, e.txt …)',
    'the zip archive is empty',
  ])
})

test('a folder within an archive is read as one thing, and the files beside it one by one', async () => {
  const members: MadeMember[] = [
    { path: 'runs/r1/fake-run.json', body: JSON.stringify({ run: 'r1', at: AT }) },
    { path: 'runs/r1/steps.txt', body: 'x\ny\n' },
    csv('runs/r1/inside.csv'),
    csv('beside.csv'),
  ]
  for (const [name, make] of FORMS) {
    const store = await testDb()
    const receipt = await importInto(store, [put(name, make(members))])
    expect(receipt.files[0]).toMatchObject({ status: 'imported', system: null })
    const items = (await store.db.itemResult.findMany({ where: { system: 'interllm' } })).map((row) => row.itemKey)
    expect(items.sort()).toEqual(['inside.csv', 'step x', 'step y', 'steps.txt'])
    expect((await store.db.run.findMany()).map((run) => run.id).sort()).toEqual(['interllm:r1', 'results:beside.csv'])
  }
})

test('an import that ends between two members goes on with the ones that are left', async () => {
  const file = put('five.tar.gz', gzipSync(makeTar(['a', 'b', 'c', 'd', 'e'].map((name) => csv(`${name}.csv`, 3)))))
  const undisturbed = await imported([file])
  const store = await testDb()
  const lease = await Lease.take(store.db, 'command', new Date())
  if (!lease) throw new Error('no lease')
  const fence = lease.fence.bind(lease)
  let calls = 0
  vi.spyOn(lease, 'fence').mockImplementation(() => {
    calls += 1
    if (calls > 3) throw new Error('the process ends here')
    return fence()
  })
  const dataDir = path.join(store.folder, 'data')
  await runImport({ db: store.db, dataDir, lease, paths: [file], options: {}, now: () => new Date() }).catch(() => {})
  const before = await store.db.itemResult.count()
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(15)
  vi.restoreAllMocks()
  await lease.release()
  const receipt = await importInto(store, [file])
  expect(receipt.files[0]?.rows).toMatchObject({ runs: 5, results: 15 })
  expect(await fingerprint(store.db)).toEqual(await fingerprint(undisturbed.db))
})

test.skipIf(!REAL_DATA)(
  'the published trajectories are handed out member by member',
  async () => {
    const file = path.join(REAL_DATA ?? '', 'ab', 'gruckion+mini-swe-agent', 'gemini-3-pro-trajs.shared.tar.gz')
    const store = await testDb()
    const receipt = await importInto(store, [file])
    expect(receipt.files[0]?.rejected[0]?.reason).toMatch(/no reader knows any of the 668 files/)
  },
  120_000,
)
