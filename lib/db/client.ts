import 'server-only'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { PrismaLibSql } from '@prisma/adapter-libsql'
import { BatchWriter } from './batch-writer'
import type { PrismaClient } from './generated/client'
import { SqliteWriter, WRITER_PRAGMAS } from './sqlite-writer'

export type Db = PrismaClient

/** `timeout` is the driver's busy timeout; its type does not name it, and without it two processes collide. */
const DRIVER_OPTIONS = { timeout: 5_000, intMode: 'bigint' as const }

/** The file behind `file:PATH`, absolute, or a clear error for any other kind of address. */
export function databasePath(url: string): string {
  if (!url.startsWith('file:')) throw new Error(`Only file: databases are supported for now, not ${url.split(':')[0]}:`)
  return path.resolve(url.slice('file:'.length))
}

/** The driver adapter of one database file. Raw integers come as bigint: sums of picodollars pass 2^53. */
export async function adapterFor(url: string): Promise<PrismaLibSql> {
  const { PrismaLibSql } = await import('@prisma/adapter-libsql')
  return new PrismaLibSql({ url: `file:${databasePath(url)}`, ...DRIVER_OPTIONS })
}

/**
 * Opens a client on a database file. The file is created when missing; its tables are not (prisma/migrate.ts).
 * WAL is kept in the file, so pages are served while the worker writes.
 */
export async function openDb(url: string): Promise<Db> {
  mkdirSync(path.dirname(databasePath(url)), { recursive: true })
  // Loaded here and not above: commands that ask in SQL alone do without the ORM.
  const { PrismaClient } = await import('./generated/client')
  const db = new PrismaClient({ adapter: await adapterFor(url) })
  await db.$queryRawUnsafe('PRAGMA journal_mode=WAL')
  files.set(db, databasePath(url))
  return db
}

/** On globalThis: Next loads this module once for pages and once for routes, and both are handed the same clients. */
const kept = globalThis as { pitwallDatabaseFiles?: WeakMap<Db, string> }
kept.pitwallDatabaseFiles ??= new WeakMap()
const files = kept.pitwallDatabaseFiles
const writers = new WeakMap<Db, SqliteWriter>()

/** The file of a client's database, absolute; archives stand beside it. */
export function databaseFileOf(db: Db): string {
  const file = files.get(db)
  if (file === undefined) throw new Error('Only a client that openDb made has a known file')
  return file
}

/** The writer of a client's database: a connection of its own, opened when something is first written. */
export function writerOf(db: Db): SqliteWriter {
  const known = writers.get(db)
  if (known) return known
  const writer = new SqliteWriter(databaseFileOf(db))
  writers.set(db, writer)
  return writer
}

const batchWriters = new WeakMap<Db, BatchWriter>()

/** The writer of large batches, in a thread of its own; started with the first of them. */
export function batchWriterOf(db: Db): BatchWriter {
  const known = batchWriters.get(db)
  if (known) return known
  const writer = new BatchWriter(databaseFileOf(db), WRITER_PRAGMAS)
  batchWriters.set(db, writer)
  return writer
}

/** Whether the thread of a client's database has something to write. */
export const isBatchUnderWay = (db: Db): boolean => batchWriters.get(db)?.isBusy ?? false

/** Ends a client and the writers that were opened for it. */
export async function closeDb(db: Db): Promise<void> {
  await batchWriters.get(db)?.close()
  writers.get(db)?.close()
  await db.$disconnect()
}
