import { appendFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import type { Db } from '@/lib/db/client'
import { RunPartInput } from '@/lib/runs/schema'
import { listRunFailures } from '@/lib/runs/server/list-run-failures'
import { listRunTimeline } from '@/lib/runs/server/list-run-timeline'
import { EXECUTOR_LOG } from '@/lib/sources/autopack/executor-log-fixture'
import { writeAutopack } from '@/lib/testing/autopack-fixture'
import { fingerprint, imported, importInto } from '@/lib/testing/importing'
import { autopackErrors, autopackLogFiles } from '@/lib/testing/real-logs'
import { REAL_DATA, testDb, testFolder } from '@/lib/testing/test-db'
import { startWorker } from './worker'

const RUN = 'autopack:nightly-a'
const ctx = (db: Db) => ({ db, fleet: 'own' as const, now: new Date('2026-03-02T00:00:00.000Z') })
const part = { ...RunPartInput.parse({ id: RUN }) }

function logFile(text: string | Buffer, name = 'run.log'): string {
  const file = path.join(testFolder(), name)
  writeFileSync(file, text)
  return file
}

const utf16 = (text: string) => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le')
const failureKeys = async (db: Db) => (await db.failure.findMany()).map(({ id }) => id).sort()
const errors = (text: string) => text.split('] ERROR: ').length - 1
const database = () =>
  writeAutopack(path.join(testFolder(), 'autopack.db'), {
    runs: [{ id: 'nightly-a', state: 'DONE_SUCCESS' }],
    tiers: [{ id: 1, run_id: 'nightly-a' }],
    phases: [{ id: 1, run_id: 'nightly-a', phase_id: 'parse-dates', state: 'COMPLETE', tier_id: 1 }],
  })

test('a log gives its run failures that lead to their lines, and events', async () => {
  const { db } = await imported([logFile(EXECUTOR_LOG)])
  const failures = await listRunFailures(ctx(db), part)
  expect(failures.items.map(({ ref, phase, type }) => [ref, phase, type])).toEqual([
    ['line 21', 'parse-dates', expect.any(String)],
    ['line 15', 'parse-dates', 'attribute_error'],
    ['line 10', 'parse-dates', 'deliverables_missing'],
  ])
  const timeline = await listRunTimeline(ctx(db), part)
  expect(timeline.items.filter(({ kind }) => kind === 'attempt')).toHaveLength(2)
  expect(timeline.total).toBe(7)
  const stored = await db.failure.findMany()
  expect(stored.every(({ autopackSignature: signature }) => /^[0-9a-f]{16}$/.test(signature ?? ''))).toBe(true)
  const run = await db.run.findUniqueOrThrow({ where: { id: RUN } })
  expect([run.hasRow, JSON.parse(run.flags)]).toEqual([false, expect.arrayContaining(['orphan_run'])])
})

test('the run of a log and of a database are one, whichever comes first', async () => {
  const [log, db] = [logFile(EXECUTOR_LOG), database()]
  const forth = await imported([log, db])
  const back = await imported([db, log])
  const run = await forth.db.run.findUniqueOrThrow({ where: { id: RUN } })
  expect([run.hasRow, run.status]).toEqual([true, 'succeeded'])
  expect(await fingerprint(back.db)).toEqual(await fingerprint(forth.db))
})

test('the clock of a log, which may be hours ahead, does not move the evidence of a run that has a row', async () => {
  const before = (await imported([database()])).db
  const { db } = await imported([database(), logFile(EXECUTOR_LOG.replaceAll('2026-03-01', '2036-03-01'))])
  const evidence = (of: Db) => of.run.findUniqueOrThrow({ where: { id: RUN }, select: { lastEvidenceAt: true } })
  expect(await evidence(db)).toEqual(await evidence(before))
})

test("failures of a database have Autopack's signature too", async () => {
  const file = writeAutopack(path.join(testFolder(), 'autopack.db'), {
    runs: [{ id: 'nightly-a', state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW' }],
    tiers: [{ id: 1, run_id: 'nightly-a' }],
    phases: [
      { id: 1, run_id: 'nightly-a', phase_id: 'p', state: 'FAILED', tier_id: 1, last_failure_reason: 'PATCH_FAILED' },
    ],
  })
  const { db } = await imported([file])
  const signatures = (await db.failure.findMany()).map(({ autopackSignature: signature }) => signature)
  expect(signatures).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)])
})

test('copies of a log, shorter, in another encoding or cut in the middle of a line, count every failure once', async () => {
  const whole = logFile(EXECUTOR_LOG)
  const alone = await failureKeys((await imported([whole])).db)
  const upTo = (text: string) => EXECUTOR_LOG.slice(0, EXECUTOR_LOG.indexOf(text))
  const copies = [
    logFile(utf16(EXECUTOR_LOG)),
    logFile(utf16(EXECUTOR_LOG).subarray(2)),
    logFile(utf16(EXECUTOR_LOG).swap16()),
    logFile(`\uFEFF${EXECUTOR_LOG.replaceAll('\n', '\r\n')}`),
    logFile(upTo('[2026-03-01 10:00:09] ERROR: [parse-dates]      - src')),
    logFile(upTo('AttributeError')),
  ]
  const forth = await imported([whole, ...copies])
  expect(await failureKeys(forth.db)).toEqual(alone)
  const back = await imported([...copies.reverse(), whole])
  expect(await failureKeys(back.db)).toEqual(alone)
  expect(await fingerprint(back.db)).toEqual(await fingerprint(forth.db))
  const block = await forth.db.failure.findFirstOrThrow({ where: { type: 'deliverables_missing' } })
  expect(JSON.parse(block.data)).toMatchObject({ entries: 4 })
})

test('a log that grew is read on where it ended, in UTF-16 too', async () => {
  const whole = await failureKeys((await imported([logFile(EXECUTOR_LOG)])).db)
  for (const bytes of [Buffer.from(EXECUTOR_LOG), utf16(EXECUTOR_LOG)]) {
    for (const share of [0.4, 0.55, 0.8]) {
      const cut = Math.floor(bytes.length * share)
      const lineEnd = bytes.indexOf(10, cut) + (bytes.length > EXECUTOR_LOG.length + 100 ? 2 : 1)
      const store = await testDb()
      const file = logFile(bytes.subarray(0, lineEnd))
      await importInto(store, [file])
      appendFileSync(file, bytes.subarray(lineEnd))
      const receipt = await importInto(store, [file])
      expect(receipt.files[0]?.status).toBe('appended')
      expect(await failureKeys(store.db)).toEqual(whole)
    }
  }
})

test('a watched log is followed, and half a line waits for its other half', async () => {
  const store = await testDb()
  const folder = testFolder()
  const file = path.join(folder, 'run.log')
  const half = EXECUTOR_LOG.indexOf('object has no attribute')
  writeFileSync(file, EXECUTOR_LOG.slice(0, half))
  const source = { id: 'src_1', path: folder, system: null, instance: null, state: 'watching' }
  await store.db.source.create({ data: { ...source, addedAt: '2026-01-01T00:00:00.000Z' } })
  const controller = new AbortController()
  const fleet = { name: 'own' as const, db: store.db, dataDir: path.join(store.folder, 'data'), watch: true }
  const worker = startWorker({ fleets: [fleet], now: () => new Date(), log: () => {}, signal: controller.signal })
  const soon = { timeout: 15_000, interval: 50 }
  await vi.waitFor(async () => expect(await store.db.failure.count()).toBe(2), soon)
  appendFileSync(file, EXECUTOR_LOG.slice(half))
  await vi.waitFor(async () => expect(await store.db.failure.count()).toBe(4), soon)
  controller.abort()
  await worker
  expect(await failureKeys(store.db)).toEqual(await failureKeys((await imported([logFile(EXECUTOR_LOG)])).db))
})

test('logs of others are left to others, unless they are asked for as Autopack’s', async () => {
  const foreign = logFile('[2026-03-01 10:00:00] ERROR: [line-3] a wheel came off\n')
  const store = await testDb()
  expect((await importInto(store, [foreign])).files[0]?.status).toBe('rejected')
  const asked = await importInto(store, [foreign], { as: 'autopack' })
  expect(asked.files[0]).toMatchObject({ status: 'imported', system: 'autopack', rows: { failures: 1 } })
  const obra = logFile('[OBRA] Starting iteration 1/5\n[2026-03-01 10:00:00] ERROR: lost\n[OBRA] Decision: retry\n')
  expect((await importInto(store, [obra])).files[0]?.system).toBe('obra')
})

test('broken bytes, long lines and nothing at all never stop an import', async () => {
  const begin = Buffer.from('[2026-03-01 10:00:00] INFO: Starting autonomous execution loop...\n')
  const error = Buffer.from('[2026-03-01 10:00:01] ERROR: it broke \uFEFF here\u0000\n')
  const long = Buffer.concat([begin, Buffer.from(`[2026-03-01 10:00:01] ERROR: ${'y'.repeat(2 ** 20)}\n`), error])
  const files = [
    logFile(long),
    logFile(Buffer.concat([begin, Buffer.from([0xff, 0xfe, 0xc3]), error, error.subarray(0, 35)])),
    logFile(Buffer.concat([utf16(begin.toString()), Buffer.from([0x00, 0xd8, 0x0a, 0x00, 0x41])])),
    logFile(''),
    logFile(Buffer.alloc(3)),
  ]
  const store = await testDb()
  for (const file of files) await importInto(store, [file])
  const failures = await store.db.failure.findMany()
  expect(failures.filter(({ message }) => message === 'it broke  here')).toHaveLength(1)
  expect(Math.max(...failures.map(({ message, data }) => message.length + data.length))).toBeLessThan(40_000)
})

test.skipIf(!REAL_DATA)(
  'every ERROR and CRITICAL line of the real logs stands in one failure',
  { timeout: 60_000 },
  async () => {
    const folder = REAL_DATA ?? ''
    const store = await testDb()
    const files = autopackLogFiles(folder)
    await importInto(
      store,
      files.map(({ file }) => file),
    )
    const lines = files.flatMap(({ text }) =>
      text.split('\n').filter((line) => /^(?:python : )?\[[\d: -]{19}\] (?:ERROR|CRITICAL):/.test(line)),
    )
    const failures = await store.db.failure.findMany()
    const entries = failures.reduce((sum, { data }) => sum + Number(JSON.parse(data).entries), 0)
    const distinct = autopackErrors(folder, { utf16: true }).length
    console.info(
      `${lines.length} lines, ${distinct} distinct errors; ${entries} entries in ${failures.length} failures`,
    )
    expect(distinct).toBe(8_022)
    expect(entries).toBe(lines.length)
    expect(failures.filter(({ type }) => type === 'unknown_error').length / failures.length).toBeLessThan(0.05)
    expect(failures.filter(({ runId }) => runId === null).length / failures.length).toBeLessThan(0.05)
    const [largest] = files
      .filter(({ isUtf16 }) => !isUtf16)
      .toSorted((one, other) => errors(other.text) - errors(one.text))
    const again = await importInto(store, [logFile(utf16(largest?.text ?? ''), 'copy.log')])
    expect(again.files[0]).toMatchObject({ status: 'imported', systemVersion: 'executor log, UTF-16' })
    expect(await store.db.failure.count()).toBe(failures.length)
  },
)

test.skipIf(!REAL_DATA)('every real error report is one failure, without the headers of its request', async () => {
  const store = await testDb()
  const receipt = await importInto(store, [path.join(REAL_DATA ?? '', 'seeds/autopack/api-error-reports')])
  const failures = await store.db.failure.findMany()
  expect(receipt.totals).toMatchObject({ files: 10, rejectedFiles: 0 })
  expect(failures).toHaveLength(10)
  expect(failures.every(({ at, type }) => at !== null && type !== 'unknown_error')).toBe(true)
  expect(failures.some(({ data }) => data.includes('x-api-key'))).toBe(false)
})
