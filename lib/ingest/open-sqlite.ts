import 'server-only'
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, createWriteStream, fstatSync, openSync, readSync } from 'node:fs'
import { copyFile, open, rm, stat } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import Database from 'libsql'
import type { SqliteSource } from '@/lib/sources/reader'
import { SqliteFileSource, sqliteProblem } from './sqlite-source'

const TRIES = 5
const PAUSE_MS = 40
const LOCK_WAIT_MS = 5_000
const MAGIC = 'SQLite format 3\0'
const JOURNAL_MAGIC = 'd9d505f920a163d7'

export interface Snapshot {
  /** Of the main file's bytes as they were read. */
  sha256: string
  bytes: number
  /** What lay beside the file and was taken into the copy: `wal`, `rollback`, or null. */
  journal: 'wal' | 'rollback' | null
}

/** What must not change while a database is copied, read without opening the database. */
interface Mark {
  main: string
  wal: string | null
  journal: string | null
}

async function firstBytes(file: string, length: number): Promise<Buffer | null> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!handle) return null
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function markOf(source: string): Promise<Mark> {
  const { size, mtimeNs, ino } = await stat(source, { bigint: true })
  const header = await firstBytes(source, 100)
  const wal = await firstBytes(`${source}-wal`, 32)
  const journal = await firstBytes(`${source}-journal`, 28)
  const hot = journal !== null && journal.subarray(0, 8).toString('hex') === JOURNAL_MAGIC
  return {
    main: [ino, size, mtimeNs, header?.toString('hex')].join(' '),
    // Salts in the header change when the log begins anew.
    wal: wal !== null && wal.length === 32 ? wal.toString('hex') : null,
    // The nonce and the first page count; the record count beside them may grow within one transaction.
    journal: hot ? journal.subarray(12, 20).toString('hex') : null,
  }
}

/**
 * Whether a copy made between two marks is consistent. With the same log or journal before and after it is even when the
 * main file changed: the log holds every page a checkpoint moved, the journal every page a transaction overwrote.
 */
function isConsistent(before: Mark, after: Mark): boolean {
  if (before.wal !== after.wal || before.journal !== after.journal) return false
  return before.wal !== null || before.journal !== null || before.main === after.main
}

async function copyHashed(source: string, target: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(createReadStream(source), tap, createWriteStream(target))
  return { sha256: hash.digest('hex'), bytes }
}

const clearBeside = (file: string) =>
  Promise.all(['-wal', '-shm', '-journal'].map((suffix) => rm(file + suffix, { force: true })))

/** Main file first, then what lies beside it: the order on which `isConsistent` rests. */
async function copyAll(source: string, target: string, mark: Mark): Promise<Snapshot> {
  await clearBeside(target)
  const main = await copyHashed(source, target)
  const journal = mark.wal !== null ? 'wal' : mark.journal !== null ? 'rollback' : null
  const beside = journal === 'wal' ? '-wal' : '-journal'
  if (journal !== null) await copyFile(source + beside, target + beside)
  return { ...main, journal }
}

/** Copies while a read transaction keeps every writer from the file; for a database that is written without a pause. */
async function copyLocked(source: string, target: string): Promise<Snapshot> {
  const mark = await markOf(source)
  const options = { timeout: LOCK_WAIT_MS } as ConstructorParameters<typeof Database>[1]
  const driver = new Database(`${pathToFileURL(source).href}?mode=ro`, options)
  try {
    driver.exec('BEGIN')
    driver.prepare('SELECT count(*) FROM sqlite_master').get()
    return await copyAll(source, target, { ...mark, journal: null })
  } finally {
    driver.close()
  }
}

/** Folds log or journal into the copy, so that one file holds everything. */
function settle(target: string): void {
  try {
    const driver = new Database(target)
    try {
      driver.prepare('SELECT count(*) FROM sqlite_master').get()
      driver.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
      driver.prepare('PRAGMA journal_mode = DELETE').all()
    } finally {
      driver.close()
    }
  } catch (error) {
    throw sqliteProblem(error)
  }
}

async function copyConsistent(source: string, target: string): Promise<Snapshot> {
  let before = await markOf(source)
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const snapshot = await copyAll(source, target, before).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    const after = await markOf(source)
    if (snapshot !== null && isConsistent(before, after)) return snapshot
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    before = await markOf(source)
  }
  try {
    return await copyLocked(source, target)
  } catch (error) {
    throw new Error('the database is being written without a pause; nothing consistent could be copied', {
      cause: error,
    })
  }
}

/**
 * A consistent private copy of a database that another program may be writing. The source is only read: no lock, no file
 * beside it and no recovery in place, unless writing never pauses. A write-ahead log or hot journal is folded into the copy.
 * @throws Error with one sentence; errors of the file system pass through with their code
 */
export async function snapshotSqlite(source: string, target: string): Promise<Snapshot> {
  const snapshot = await copyConsistent(source, target)
  if (snapshot.journal !== null) settle(target)
  await clearBeside(target)
  return snapshot
}

/** What the first bytes already say, as one sentence; null when they look right. */
function headerProblem(file: string): string | null {
  const handle = openSync(file, 'r')
  try {
    const header = Buffer.alloc(100)
    const read = readSync(handle, header, 0, 100, 0)
    if (read === 0) return 'the file is empty'
    if (header.toString('latin1', 0, 4) === 'PK\u0003\u0004') return 'it is a zip archive; unpack it first'
    if (header.toString('latin1', 0, 16) !== MAGIC) return 'it is not a SQLite database, or it is encrypted'
    if (read < 100) return 'the database is cut short: not even its header is whole'
    const page = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
    const expected = header.readUInt32BE(24) === header.readUInt32BE(92) ? header.readUInt32BE(28) * page : 0
    const { size } = fstatSync(handle)
    return size < expected ? `the database is cut short: ${size} of ${expected} bytes are there` : null
  } finally {
    closeSync(handle)
  }
}

/**
 * Opens a private copy for a reader. Close it when done.
 * @throws Error with one sentence: not a database, cut short, damaged, encrypted
 */
export function openSqliteSource(file: string): SqliteSource & { close(): void } {
  const problem = headerProblem(file)
  if (problem !== null) throw new Error(problem)
  let driver: InstanceType<typeof Database> | null = null
  try {
    driver = new Database(file)
    return new SqliteFileSource(driver)
  } catch (error) {
    driver?.close()
    throw error instanceof Error && error.message.startsWith('the database') ? error : sqliteProblem(error)
  }
}
