import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Db } from '@/lib/db/client'
import type { Receipt } from '@/lib/imports/schema'
import { Lease } from '@/lib/ingest/lease'
import type { ImportOptions } from '@/lib/ingest/queue'
import { runImport } from '@/lib/ingest/run-import'
import { testDb } from './test-db'

/** Imports into a test database the way a command does. */
export async function importInto(
  store: { db: Db; folder: string },
  paths: readonly string[],
  options: ImportOptions = {},
  now: () => Date = () => new Date(),
): Promise<Receipt> {
  const lease = await Lease.take(store.db, 'command', now())
  if (!lease) throw new Error('somebody holds the lease')
  try {
    return await runImport({ db: store.db, dataDir: path.join(store.folder, 'data'), lease, paths, options, now })
  } finally {
    await lease.release()
  }
}

/** A fresh test database with these files imported, one after the other. */
export async function imported(files: readonly string[], options: ImportOptions = {}) {
  const store = await testDb()
  for (const file of files) await importInto(store, [file], options)
  return store
}

/** Tables that hold records, and the columns that may differ between two imports of the same records. */
const RECORDS = [
  'run',
  'job',
  'candidate',
  'itemResult',
  'resultPart',
  'sessionLimit',
  'runFlag',
  'runModel',
  'tier',
  'phase',
  'attempt',
  'session',
  'entry',
  'sessionLink',
  'usageEvent',
  'usageCopy',
  'usageQuarter',
  'usageDay',
  'usageDayBy',
  'droppedQuarter',
  'droppedDay',
  'dirtyQuarter',
  'metric',
  'event',
  'approval',
  'failure',
  'stateObservation',
  'phase6Metric',
  'tokenEfficiencyMetric',
  'aBTestResult',
  'patternShape',
  'pattern',
  'patternDay',
  'patternSubject',
] as const
const VOLATILE = new Set(['revision'])

/** One hash a table over all its rows, whatever order they were written in: equal means the same rows. */
export async function fingerprint(db: Db): Promise<Record<string, string>> {
  const result: Record<string, string> = {}
  for (const table of RECORDS) {
    const rows = (
      await (db[table] as unknown as { findMany: () => Promise<Record<string, unknown>[]> }).findMany()
    ).map((row) =>
      JSON.stringify(
        Object.entries(row).filter(([name]) => !VOLATILE.has(name)),
        (_, value) => (typeof value === 'bigint' ? String(value) : value),
      ),
    )
    result[table] = `${rows.length} ${createHash('sha256').update(rows.sort().join('\n')).digest('hex').slice(0, 12)}`
  }
  return result
}
