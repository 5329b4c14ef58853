import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bundledPriceTable } from '@/lib/ledger/prices'
import { answer } from '@/lib/sources/claude-code/transcript-fixture'
import { importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { fileHistories } from './file-history'
import type { ImportEnvironment } from './import-environment'
import { importFile, prepareFile } from './import-file'
import { Lease } from './lease'
import { WriteBehind } from './write-behind'

/** Tokens of one record of `answer`. */
const EACH = 2_360

type Store = Awaited<ReturnType<typeof testDb>>

/** Lines of responses of their own, of about the same length. */
const lines = (from: number, to: number, text = 'Done.') =>
  Array.from({ length: to - from }, (_, index) => {
    const id = String(from + index).padStart(4, '0')
    const content = [{ type: 'text', text }]
    return `${JSON.stringify(answer(content, { uuid: `u-${id}`, requestId: `r-${id}`, message: { id: `m-${id}` } }))}\n`
  })

function transcript(written: readonly string[]): string {
  const file = path.join(testFolder(), '11111111-aaaa-4aaa-8aaa-000000000001.jsonl')
  writeFileSync(file, written.join(''))
  return file
}

async function counted({ db }: Store) {
  const { _sum, _count } = await db.usageEvent.aggregate({ _sum: { total: true }, _count: true })
  return [_count, Number(_sum.total ?? 0)]
}

/** What an import does with one file, in two steps, so that something can happen in between. */
async function steps(store: Store, file: string, live: boolean, more: Partial<ImportEnvironment> = {}) {
  const lease = await Lease.take(store.db, 'command', new Date())
  if (!lease) throw new Error('somebody holds the lease')
  onTestFinished(() => lease.release())
  const env: ImportEnvironment = {
    db: store.db,
    writes: new WriteBehind(store.db),
    dataDir: path.join(store.folder, 'data'),
    prices: bundledPriceTable(),
    now: () => new Date(),
    fence: () => lease.fence(),
    derive: async () => {},
    onProgress: () => {},
    extraFlags: [],
    archive: true,
    memory: null,
    histories: await fileHistories(store.db, [file]),
    ...more,
  }
  const options = { as: null, instance: null, live }
  const bytes = readFileSync(file).length
  const found = { path: file, bytes, mtimeMs: Date.now() }
  const prepared = await prepareFile(env, found, options)
  return async () => {
    const receipt = await importFile(env, prepared, options)
    await env.writes.settle()
    await lease.release()
    return receipt
  }
}

const cutAfter = (file: string, written: readonly string[], more = 0) =>
  truncateSync(file, Buffer.byteLength(written.join('')) + more)

const noted = (receipt: { notes: readonly { name: string; count: number; unit: string }[] } | undefined) =>
  receipt?.notes.find(({ name }) => name === 'file_cut') ?? null

test.each([false, true])(
  'a file that is new and cut before it is read was copied before (watched: %s)',
  async (live) => {
    const all = lines(0, 6)
    const file = transcript(all)
    const store = await testDb()
    const read = await steps(store, file, live)
    cutAfter(file, all.slice(0, 2), 50)
    expect((await read()).status).toBe('imported')
    expect(await counted(store)).toEqual([6, 6 * EACH])

    const gone = Buffer.byteLength(all.join('')) - Buffer.byteLength(all.slice(0, 2).join('')) - 50
    const again = await importInto(store, [file], { live })
    expect(noted(again.files[0])).toEqual({ name: 'file_cut', count: gone, unit: 'bytes' })
    expect(await counted(store)).toEqual([6, 6 * EACH])
  },
)

test.each([false, true])(
  'a file that grew and is cut before it is read gives what is left (watched: %s)',
  async (live) => {
    const all = lines(0, 8)
    const file = transcript(all.slice(0, 4))
    const store = await testDb()
    await importInto(store, [file], { live })
    appendFileSync(file, all.slice(4).join(''))
    const read = await steps(store, file, live)
    cutAfter(file, all.slice(0, 6), 50)
    const receipt = await read()
    expect(await counted(store)).toEqual([6, 6 * EACH])
    expect(noted(receipt)?.count).toBe(Buffer.byteLength(all.slice(6).join('')) - 50)

    // What was cut comes back, another way: it is read, and nothing of it twice.
    cutAfter(file, all.slice(0, 6))
    appendFileSync(file, lines(20, 25).join(''))
    await importInto(store, [file], { live })
    expect(await counted(store)).toEqual([11, 11 * EACH])
  },
)

test('a watched file that is cut while it is read gives all that it held before, once', async () => {
  const all = lines(0, 12, 'x'.repeat(1_000_000))
  const file = transcript(all.slice(0, 1))
  const store = await testDb()
  await importInto(store, [file], { live: true })
  appendFileSync(file, all.slice(1).join(''))
  let cuts = 0
  const onProgress = () => {
    cuts += 1
    if (cuts === 1) cutAfter(file, all.slice(0, 5), 500)
  }
  const read = await steps(store, file, true, { onProgress })
  expect((await read()).rejectedCount).toBe(0)
  expect(cuts).toBeGreaterThan(1)
  expect(await counted(store)).toEqual([12, 12 * EACH])

  const again = await importInto(store, [file], { live: true })
  expect(noted(again.files[0])?.unit).toBe('bytes')
  expect(await counted(store)).toEqual([12, 12 * EACH])
  appendFileSync(file, `\n${lines(20, 22).join('')}`)
  await importInto(store, [file], { live: true })
  expect(await counted(store)).toEqual([14, 14 * EACH])
})

test('a file that was emptied says what is gone', async () => {
  const all = lines(0, 3)
  const file = transcript(all)
  const store = await testDb()
  await importInto(store, [file], { live: true })
  truncateSync(file, 0)
  const { files } = await importInto(store, [file], { live: true })
  expect(noted(files[0])).toEqual({ name: 'file_cut', count: Buffer.byteLength(all.join('')), unit: 'bytes' })
  expect(await counted(store)).toEqual([3, 3 * EACH])
})

test.each([false, true])(
  'a file that grew, was replaced by a shorter one and grew again is read whole (watched: %s)',
  async (live) => {
    const file = transcript(lines(0, 2))
    const store = await testDb()
    await importInto(store, [file], { live })
    appendFileSync(file, lines(2, 9).join(''))
    await importInto(store, [file], { live })
    writeFileSync(file, lines(10, 12).join(''))
    await importInto(store, [file], { live })
    appendFileSync(file, lines(12, 25).join(''))
    await importInto(store, [file], { live })
    expect(await counted(store)).toEqual([24, 24 * EACH])
  },
)

test('lines that were read before a watched file was replaced are still in the archive, each under its number', async () => {
  const file = transcript(lines(0, 2))
  const store = await testDb()
  await importInto(store, [file], { live: true })
  appendFileSync(file, lines(2, 4).join(''))
  await importInto(store, [file], { live: true })
  writeFileSync(file, lines(10, 12).join(''))
  await importInto(store, [file], { live: true })
  appendFileSync(file, lines(12, 13).join(''))
  await importInto(store, [file], { live: true })

  for (const event of await store.db.usageEvent.findMany()) {
    const content = await store.db.content.findUniqueOrThrow({ where: { id: event.contentId ?? '' } })
    const kept = readFileSync(path.join(store.folder, 'data', 'archive', content.archivedAs ?? ''), 'utf8').split('\n')
    const line = kept[Number(event.ref?.replace('line ', '')) - 1] ?? ''
    expect(line, event.nativeId).toContain(`"${event.nativeId.split('/')[0]}"`)
  }
})
