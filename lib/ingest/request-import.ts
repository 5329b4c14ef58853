import 'server-only'
import type { Db } from '@/lib/db/client'
import type { ImportProgress, Receipt } from '@/lib/imports/schema'
import { toFileReceipt } from './file-receipt-row'
import { Lease, workerState } from './lease'
import { computeOpenCosts } from './prices'
import { enqueueImport, type ImportOptions } from './queue'
import { receiptOf } from './receipt'
import { requeueInterrupted, runQueued } from './run-queued'

const POLL_MS = 150

export interface RequestedImport {
  db: Db
  dataDir: string
  paths: readonly string[]
  options: ImportOptions
  now: () => Date
  onProgress?: (progress: ImportProgress) => void
  /** Told once: who does the work. */
  onWriter?: (writer: 'this command' | 'worker', pid: number | null) => void
}

/**
 * Imports through the one writer there may be: a living worker (or other command) gets it handed over and its progress
 * is followed; otherwise this process takes the lease. A writer that dies on the way is noticed within a poll, and the
 * import goes on here.
 * @throws when the import failed as a whole (disk full, database gone)
 */
export async function requestImport(request: RequestedImport): Promise<{ id: string; receipt: Receipt }> {
  const { db, dataDir, paths, options, now } = request
  const id = await enqueueImport(db, { paths, requestedBy: 'command', options, now: now() })
  let told: string | null = null
  for (;;) {
    const lease = await Lease.take(db, 'command', now())
    if (lease) {
      try {
        await requeueInterrupted(db, now())
        await computeOpenCosts(db, lease)
        const row = await db.import.findUniqueOrThrow({ where: { id }, select: { status: true } })
        if (row.status === 'queued') {
          request.onWriter?.('this command', process.pid)
          const following = follow(request, id)
          const receipt = await runQueued({ db, dataDir, lease, now }, id).finally(() => following.stop())
          return { id, receipt }
        }
      } finally {
        await lease.release()
      }
    }
    const row = await db.import.findUniqueOrThrow({ where: { id } })
    if (row.status === 'failed') throw new Error(row.error ?? 'the import failed')
    if (row.status === 'done') return { id, receipt: await storedReceipt(db, id) }
    if (row.progress) request.onProgress?.(JSON.parse(row.progress) as ImportProgress)
    const worker = await workerState(db, now())
    if (worker.alive && told !== String(worker.pid)) {
      told = String(worker.pid)
      request.onWriter?.('worker', worker.pid)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** Shows the progress that the import itself writes down. */
function follow(request: RequestedImport, id: string): { stop: () => void } {
  const timer = setInterval(() => {
    void request.db.import
      .findUnique({ where: { id }, select: { progress: true } })
      .then((row) => row?.progress && request.onProgress?.(JSON.parse(row.progress) as ImportProgress))
      .catch(() => {})
  }, POLL_MS * 2)
  return { stop: () => clearInterval(timer) }
}

async function storedReceipt(db: Db, id: string): Promise<Receipt> {
  const row = await db.import.findUniqueOrThrow({ where: { id }, include: { files: { orderBy: { seq: 'asc' } } } })
  const totals = row.totals ? (JSON.parse(row.totals) as Receipt['totals']) : null
  const receipt = receiptOf(row.files.map(toFileReceipt), totals?.seconds ?? 0)
  return totals ? { ...receipt, totals } : receipt
}
