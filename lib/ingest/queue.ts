import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Db } from '@/lib/db/client'

/** Options of one import, as they stand in the queue. */
export interface ImportOptions {
  as?: string
  instance?: string
  /** Price files, already read and parsed by whoever asked: JSON text of `GivenPrices`. */
  prices?: string
  /** No import at all: the sums of quarters and days are made anew. */
  rollUps?: 'rebuild'
  /** Records of the sample fleet. */
  synthetic?: boolean
  /** What could not even be asked for, by address: told in the receipt. */
  problems?: readonly { path: string; reason: string }[]
  /** Nothing outside these folders is read, wherever a link leads: the rule for what came by HTTP. */
  within?: readonly string[]
  /** A living file: its content is not archived, and its receipts are thinned out. */
  live?: boolean
}

export interface ImportRequest {
  paths: readonly string[]
  requestedBy: 'command' | 'http' | 'watch' | 'sample'
  options: ImportOptions
  now: Date
}

/** Puts an import into the queue of the worker. @returns its id, which sorts by time of request */
export async function enqueueImport(db: Db, { paths, requestedBy, options, now }: ImportRequest): Promise<string> {
  const id = `imp_${now.getTime().toString(36)}_${randomUUID().slice(0, 8)}`
  await db.import.create({
    data: {
      id,
      requestedBy,
      paths: JSON.stringify(paths),
      options: JSON.stringify(options),
      status: 'queued',
      requestedAt: now.toISOString(),
    },
  })
  return id
}
