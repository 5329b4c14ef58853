import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Db } from '@/lib/db/client'
import { fileOf } from '@/lib/sample/transcripts/transcript-file'
import { expectedUsage } from '@/lib/sample/transcripts/written-usage'
import { randomSession, writeFiles } from '@/lib/testing/make-transcript-files'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { askedSourceId } from './watch-limit'
import { startWorker } from './worker'

type Store = Awaited<ReturnType<typeof testDb>>

/** A worker on this database; `stop` ends it and waits for it. */
function work({ db, folder }: Store): { stop: () => Promise<void> } {
  const controller = new AbortController()
  const fleet = { name: 'own' as const, db, dataDir: path.join(folder, 'data'), watch: true }
  const ended = startWorker({ fleets: [fleet], now: () => new Date(), log: () => {}, signal: controller.signal })
  const stop = async () => {
    controller.abort()
    await ended
  }
  onTestFinished(stop)
  return { stop }
}

const watch = (db: Db, id: string, folder: string, system: string | null = 'claude-code') =>
  db.source.create({
    data: { id, path: folder, system, instance: null, state: 'watching', addedAt: '2026-01-01T00:00:00.000Z' },
  })

async function total(db: Db): Promise<number> {
  const { _sum } = await db.usageEvent.aggregate({ _sum: { total: true } })
  return Number(_sum.total ?? 0)
}

const tokensOf = (files: Parameters<typeof expectedUsage>[0]) =>
  Object.values(expectedUsage(files)).reduce(
    (sum, of) => sum + of.input + of.cacheRead + of.cacheWrite5m + of.cacheWrite1h + of.output,
    0,
  )

const soon = { timeout: 15_000, interval: 50 }

test('what is appended is counted; a worker that ends in the middle and one that goes on count nothing twice', async () => {
  const store = await testDb()
  const folder = testFolder()
  const { transcripts } = randomSession('watched', { version: '2.1.219', steps: 6 })
  const [main] = transcripts
  if (!main) throw new Error('no transcript')
  const whole = fileOf(main)
  const half = fileOf(main, { lines: Math.floor(main.lines.length / 2) })
  const [file] = writeFiles(folder, [half])
  if (!file) throw new Error('no file')
  await watch(store.db, 'src_1', folder)
  const first = work(store)
  await vi.waitFor(async () => expect(await total(store.db)).toBe(tokensOf([half])), soon)
  await first.stop()

  // Half a line more while nobody looks, the rest when a worker is there again.
  const rest = whole.text.slice(half.text.length)
  appendFileSync(file, rest.slice(0, 300))
  work(store)
  appendFileSync(file, rest.slice(300))
  await vi.waitFor(async () => expect(await total(store.db)).toBe(tokensOf([whole])), soon)
  const receipts = await store.db.importFile.findMany()
  expect(receipts.filter((receipt) => receipt.status === 'rejected')).toEqual([])
})

test('a link out of a folder that a request asked for leads nowhere, and notes beside transcripts are left alone', async () => {
  const store = await testDb()
  const [folder, outside] = [testFolder(), testFolder()]
  const mine = fileOf(randomSession('mine', { version: '2.1.219' }).transcripts[0] ?? never())
  const theirs = fileOf(randomSession('theirs', { version: '2.1.219' }).transcripts[0] ?? never())
  writeFiles(folder, [mine])
  const [secret] = writeFiles(outside, [theirs])
  mkdirSync(path.join(folder, 'links'))
  symlinkSync(secret ?? '', path.join(folder, 'links', 'out.jsonl'))
  writeFileSync(path.join(folder, 'notes.md'), '# notes')
  await watch(store.db, askedSourceId(), folder)
  work(store)
  await vi.waitFor(async () => expect(await total(store.db)).toBe(tokensOf([mine])), soon)
  await vi.waitFor(async () => expect((await store.db.source.findFirst())?.checkedAt).not.toBeNull(), soon)
  expect(await total(store.db)).toBe(tokensOf([mine]))
  const receipts = await store.db.importFile.findMany()
  expect(receipts.map((receipt) => path.basename(receipt.path))).not.toContain('notes.md')
})

function never(): never {
  throw new Error('no transcript')
}
