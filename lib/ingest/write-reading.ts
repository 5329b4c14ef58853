import 'server-only'
import type { Db } from '@/lib/db/client'
import { type RowStatement, type Statement, upsert, writeAll } from '@/lib/db/upsert'
import type { PriceTable } from '@/lib/ledger/prices'
import type { Batch } from '@/lib/sources/reader'
import type { ReadAhead } from './read-ahead'
import { readersVersion } from './reader-versions'
import type { Reading } from './reading'
import { addBatch, addCopies, addRejected, type Tally } from './receipt'
import { type LiveMemory, writeBatch } from './write-batch'
import type { WriteBehind } from './write-behind'

/** What writing what was read needs of its surroundings; the tests put faults in here. */
export interface WriteEnvironment {
  db: Db
  writes: WriteBehind
  prices: PriceTable
  now: () => Date
  /** Breaks a transaction when the right to write was lost. */
  fence: () => Statement
  /** Derives what is out of date: now, or when it has not been done for a while. */
  derive: (when: 'now' | 'when due') => Promise<void>
  /** Called with the share of the file that is behind us. */
  onProgress: (done: number) => void
  extraFlags: readonly string[]
  /** Set for a living file that this process has read before. */
  memory: LiveMemory | null
}

/** The body of bytes that is read, as its row in Content names it. */
export interface ReadContent {
  id: string
  sha256: string
  path: string
  bytes: number
  archivedAs: string | null
}

type Statements = readonly (Statement | RowStatement)[]

/**
 * Writes what a reading yields, each batch with its cursor in one transaction, and the end of it. `tally` is added to.
 * @param ending what is written together with the end, given the last cursor
 */
export async function writeReading(
  env: WriteEnvironment,
  content: ReadContent,
  reading: Reading,
  from: { batches: ReadAhead<Batch>; cursor: unknown; tally: Tally },
  ending: (last: unknown) => Promise<Statements>,
): Promise<void> {
  const { tally } = from
  const context = {
    system: reading.system,
    instance: reading.instance.id,
    contentId: content.id,
    latestAt: reading.latestAt,
    prices: env.prices,
    parserVersion: reading.parserVersion,
    ownSessions: reading.ownSessions,
    extraFlags: env.extraFlags,
  }
  const progress = progressRows(env, content, reading, tally)
  // A text of lines is never read twice over; other things are read whole whenever they change, in few places.
  const memory = reading.kind === 'lines' ? null : env.memory
  let last = from.cursor
  let isOver = false
  for await (const { batch, isLast } of marked(reading, from.batches)) {
    last = batch.cursor
    // The last batch and the end of the import are one transaction.
    const end = isLast ? await ending(last) : null
    // The next batch is read while the database writes this one.
    await writeBatch(
      env.writes,
      context,
      batch.records,
      (written) => {
        addBatch(tally, batch)
        addCopies(tally, written.copies)
        addRejected(tally, written.rejected)
        return [...progress(end ? 'complete' : 'partial', batch.cursor), ...(end ?? [])]
      },
      memory,
    )
    isOver = isLast
    env.onProgress(batch.done)
    await env.derive('when due')
    // The heartbeat and other timers get their turn between batches.
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (isOver) return
  if (reading.kind === 'sqlite') await env.derive('now')
  const end = await ending(last)
  await writeBatch(env.writes, context, [], () => [...progress('complete', last), ...end])
  await env.writes.settle()
}

/** Batches, and whether one is known to be the last: of lines it says so, of documents and folders none comes after it. */
async function* marked(reading: Reading, batches: ReadAhead<Batch>): AsyncGenerator<{ batch: Batch; isLast: boolean }> {
  const ahead = reading.kind === 'document' || reading.kind === 'folder'
  let held: Batch | null = null
  for (let batch = await batches.take(); batch !== null; batch = await batches.take()) {
    if (!ahead) yield { batch, isLast: reading.kind === 'lines' && batch.done === 1 }
    else if (held !== null) yield { batch: held, isLast: false }
    held = batch
  }
  if (ahead && held !== null) yield { batch: held, isLast: true }
}

function progressRows(env: WriteEnvironment, content: ReadContent, reading: Reading, tally: Tally) {
  const at = env.now().toISOString()
  const row = {
    ...content,
    system: reading.system,
    instanceId: reading.instance.id,
    systemVersion: reading.systemVersion,
    parserVersion: readersVersion(reading.system),
    latestAt: reading.latestAt || null,
    importedAt: at,
    checkedAt: at,
  }
  const { id, name } = reading.instance
  const instance = { id, system: reading.system, name, createdAt: at, checkedAt: at }
  return (status: 'partial' | 'complete', cursor: unknown): Statements => [
    env.fence(),
    ...upsert('Instance', ['id'], [instance], 'keep'),
    { sql: 'UPDATE "Instance" SET "checkedAt" = ? WHERE "id" = ?', values: [at, id] },
    ...upsert(
      'Content',
      ['id'],
      [{ ...row, status, cursor: JSON.stringify(cursor ?? null), receipt: JSON.stringify(tally) }],
      'replace',
    ),
  ]
}

/** Notes a container of contents (an archive) as read to its end. */
export async function writeContainer(
  env: WriteEnvironment,
  content: ReadContent,
  facts: { system: string | null; systemVersion: string | null },
  tally: Tally,
  also: Statements,
): Promise<void> {
  const at = env.now().toISOString()
  const { system } = facts
  const row = {
    ...content,
    ...facts,
    instanceId: null,
    parserVersion: system === null ? 0 : readersVersion(system),
    latestAt: null,
    importedAt: at,
    checkedAt: at,
    status: 'complete',
    cursor: null,
    receipt: JSON.stringify(tally),
  }
  // The last of its members may still be under way.
  await env.writes.settle()
  await writeAll(env.db, [env.fence(), ...upsert('Content', ['id'], [row], 'replace'), ...also])
}
