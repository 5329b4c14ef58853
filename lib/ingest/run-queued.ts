import 'server-only'
import type { Db } from '@/lib/db/client'
import { type Row, upsert, writeAll } from '@/lib/db/upsert'
import type { FileReceipt, Receipt } from '@/lib/imports/schema'
import type { Lease } from './lease'
import { type GivenPrices, putPricesInForce } from './prices'
import type { ImportOptions } from './queue'
import { rebuildRollUps } from './rebuild-roll-ups'
import { runImport } from './run-import'
import type { LiveMemory } from './write-batch'

/** How often progress is written while an import runs. */
const PROGRESS_EVERY_MS = 400
/** After so many ends without an end, a file that brings the process down is not tried again. */
const TRIES_MAX = 3
/** Receipts of living files are thinned out to the newest. */
const LIVE_KEPT = 5

/** The worker's or command's side of the queue: what it needs to write. */
export interface Writer {
  db: Db
  dataDir: string
  lease: Lease
  now: () => Date
  memory?: Map<string, LiveMemory>
}

/** Imports that were running when their process ended go back into the queue; after three tries they are given up. */
export async function requeueInterrupted(db: Db, now: Date): Promise<void> {
  const running = await db.import.findMany({ where: { status: 'running' } })
  for (const row of running) {
    const given = row.tries >= TRIES_MAX
    const error = given
      ? `The process ended ${row.tries} times while reading ${currentFile(row.progress) ?? 'a file'}; not tried again.`
      : null
    await db.import.update({
      where: { id: row.id },
      data: given ? { status: 'failed', error, endedAt: now.toISOString() } : { status: 'queued' },
    })
  }
}

function currentFile(progress: string | null): string | null {
  return progress ? ((JSON.parse(progress) as { current?: string | null }).current ?? null) : null
}

/** Takes the oldest queued import, or null. */
export async function nextQueued(db: Db): Promise<string | null> {
  const row = await db.import.findFirst({
    where: { status: 'queued' },
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  return row?.id ?? null
}

/**
 * Runs one import of the queue and stores its receipts, one row per file soon after it was read.
 * @returns the receipt; a failed import is stored as failed and thrown
 */
export async function runQueued(writer: Writer, id: string): Promise<Receipt> {
  const { db, now } = writer
  const row = await db.import.update({
    where: { id },
    data: { status: 'running', startedAt: now().toISOString(), tries: { increment: 1 }, files: { deleteMany: {} } },
  })
  const options = JSON.parse(row.options) as ImportOptions
  let writtenAt = 0
  const receipts = new FileReceipts(db, id, now)
  try {
    if (options.prices) await putPricesInForce(db, writer.lease, JSON.parse(options.prices) as GivenPrices, now())
    if (options.rollUps === 'rebuild') await rebuildRollUps(db, writer.lease)
    const receipt = await runImport({
      ...writer,
      paths: JSON.parse(row.paths) as string[],
      options,
      onProgress: (progress) => {
        if (now().getTime() - writtenAt < PROGRESS_EVERY_MS) return
        writtenAt = now().getTime()
        void writeProgress(db, id, JSON.stringify(progress))
      },
      onFile: (file, seq) => receipts.add(file, seq),
    })
    await receipts.store()
    await db.import.update({
      where: { id },
      data: { status: 'done', totals: JSON.stringify(receipt.totals), endedAt: now().toISOString(), progress: null },
    })
    if (options.live) await thinOut(db, row.requestedBy)
    return receipt
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await receipts.store().catch(() => {})
    await db.import
      .update({ where: { id }, data: { status: 'failed', error: message, endedAt: now().toISOString() } })
      .catch(() => {})
    throw error
  }
}

/** Through the writer, which does not wait for the disk: progress is worth no pause. */
async function writeProgress(db: Db, id: string, progress: string): Promise<void> {
  await writeAll(db, [{ sql: 'UPDATE "Import" SET "progress" = ? WHERE "id" = ?', values: [progress, id] }]).catch(
    () => {},
  )
}

/** How long the receipt of a file may wait for others to be written with. */
const RECEIPTS_EVERY_MS = 300

/** Receipts of files on their way into the database: a transaction for each would take as long as many a small file. */
class FileReceipts {
  private rows: Row[] = []
  private storedAt = 0

  constructor(
    private readonly db: Db,
    private readonly importId: string,
    private readonly now: () => Date,
  ) {}

  async add(file: FileReceipt, seq: number): Promise<void> {
    this.rows.push(receiptRow(this.importId, file, seq, this.now()))
    if (this.now().getTime() - this.storedAt >= RECEIPTS_EVERY_MS) await this.store()
  }

  async store(): Promise<void> {
    const rows = [...this.rows]
    this.storedAt = this.now().getTime()
    await writeAll(this.db, upsert('ImportFile', ['id'], rows, 'replace'))
    // Only now: what could not be written is tried again when the import ends.
    this.rows = this.rows.slice(rows.length)
  }
}

function receiptRow(importId: string, file: FileReceipt, seq: number, now: Date): Row {
  const { path, sha256, system, instance, systemVersion, status, rejectedCount, seconds } = file
  return {
    id: `${importId}/${String(seq).padStart(6, '0')}`,
    importId,
    seq,
    path: path.toWellFormed(),
    sha256,
    system,
    instance,
    systemVersion,
    status,
    rows: JSON.stringify(file.rows),
    usage: JSON.stringify(file.usage),
    unparsed: JSON.stringify(file.unparsed),
    rejected: JSON.stringify(file.rejected),
    rejectedCount,
    notes: JSON.stringify(file.notes),
    bytes: BigInt(file.bytes),
    seconds,
    at: now.toISOString(),
  }
}

async function thinOut(db: Db, requestedBy: string): Promise<void> {
  const old = await db.import.findMany({
    where: { requestedBy, status: 'done' },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    skip: LIVE_KEPT,
    take: 200,
    select: { id: true },
  })
  if (old.length > 0) await db.import.deleteMany({ where: { id: { in: old.map((row) => row.id) } } })
}
