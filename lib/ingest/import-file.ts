import 'server-only'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Db } from '@/lib/db/client'
import type { Statement } from '@/lib/db/upsert'
import { upsert } from '@/lib/db/upsert'
import type { FileReceipt } from '@/lib/imports/schema'
import type { PriceTable } from '@/lib/ledger/prices'
import type { Batch, JsonlReader, SqliteReader } from '@/lib/sources/reader'
import { openSqliteSource } from './open-sqlite'
import { readJsonl } from './read-jsonl'
import { jsonlReaders, sqliteReaders } from './readers'
import { addBatch, addCopies, addRejected, fileReceipt, newTally, type Tally } from './receipt'
import { resolveInstance } from './resolve-instance'
import { archiveFile, type StagedFile, stageFile, UnreadableFile } from './stage-file'
import type { FoundFile } from './walk-paths'
import { type LiveMemory, writeBatch } from './write-batch'

/** What importing one file needs of its surroundings; the tests put faults in here. */
export interface ImportEnvironment {
  db: Db
  /** Scratch space and archive; beside the database. */
  dataDir: string
  prices: PriceTable
  now: () => Date
  /** Breaks a transaction when the right to write was lost. */
  fence: () => Statement
  /** Derives what is out of date; called now and then and at the end of each file. */
  derive: () => Promise<void>
  /** Called with the share of the file that is behind us. */
  onProgress: (done: number) => void
  extraFlags: readonly string[]
  archive: boolean
  /** Set for a living file that this process has read before. */
  memory: LiveMemory | null
}

export interface FileOptions {
  as: string | null
  instance: string | null
  live: boolean
}

/** How often derived columns catch up while one large file is read. */
const DERIVE_EVERY_MS = 2_000
/** Deriving the same runs again and again takes at most one part in so many of the time. */
const DERIVE_SHARE = 10

interface Reading {
  system: string
  parserVersion: number
  ownSessions: boolean
  systemVersion: string
  latestAt: string
  instance: { id: string; name: string | null; isNew: boolean }
  batches: (cursor: unknown) => AsyncIterable<Batch> | Iterable<Batch>
  close: () => void
}

/** Detects the format and finds the instance. @throws {UnreadableFile} when no reader knows it */
async function openReading(env: ImportEnvironment, staged: StagedFile, options: FileOptions): Promise<Reading> {
  return staged.kind === 'sqlite' ? openSqlite(env, staged, options) : openText(env, staged, options)
}

const wantedBy = (options: FileOptions) => (reader: { system: string }) =>
  options.as === null || options.as === reader.system

async function openSqlite(env: ImportEnvironment, staged: StagedFile, options: FileOptions): Promise<Reading> {
  const source = openSqliteSource(staged.file)
  try {
    for (const reader of sqliteReaders.filter(wantedBy(options)) as SqliteReader[]) {
      const detected = reader.detect(source)
      if (!detected) continue
      const contentId = staged.contentId
      const instance = await resolveInstance(
        env.db,
        reader.system,
        () => reader.evidence(source),
        contentId,
        options.instance,
      )
      return {
        system: reader.system,
        parserVersion: reader.parserVersion,
        ownSessions: false,
        systemVersion: detected.systemVersion,
        latestAt: reader.latestAt(source) ?? '',
        instance,
        batches: (cursor) => reader.read(source, cursor),
        close: () => source.close(),
      }
    }
    const names = source.tables().map((table) => table.name)
    const tables =
      names.length === 0
        ? 'it has no tables'
        : `its tables are ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`
    throw new UnreadableFile(`a SQLite database of another program (${tables})`)
  } catch (error) {
    source.close()
    throw error
  }
}

async function openText(env: ImportEnvironment, staged: StagedFile, options: FileOptions): Promise<Reading> {
  const candidates = jsonlReaders.filter(wantedBy(options)) as JsonlReader[]
  const opened = await readJsonl((start) => createReadStream(staged.file, { start }), staged.bytes, candidates)
  if (typeof opened === 'string') throw new UnreadableFile(opened)
  const known = await env.db.instance.findFirst({ where: { system: opened.reader.system, name: options.instance } })
  const name = options.instance
  const id = name === null ? opened.reader.system : `${opened.reader.system}@${name}`
  return {
    system: opened.reader.system,
    parserVersion: opened.reader.parserVersion,
    ownSessions: opened.reader.ownSessions,
    systemVersion: opened.systemVersion,
    latestAt: '',
    instance: { id, name, isNew: known === null },
    batches: (cursor) => opened.read(cursor),
    close: () => {},
  }
}

/**
 * Imports one file: stages a private copy, detects it by content, and writes it batch by batch, each with its cursor in
 * one transaction. A kill at any moment loses nothing: the next import of the same bytes goes on where this one ended.
 * Never throws for what is wrong with the file; the receipt says it. Throws when the database or the disk fails.
 */
export async function importFile(env: ImportEnvironment, found: FoundFile, options: FileOptions): Promise<FileReceipt> {
  const started = env.now().getTime()
  const folder = path.join(env.dataDir, 'staging', `${process.pid}-${started.toString(36)}`)
  await mkdir(folder, { recursive: true })
  try {
    return await importStaged(env, found, options, folder, started)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function importStaged(
  env: ImportEnvironment,
  found: FoundFile,
  options: FileOptions,
  folder: string,
  started: number,
): Promise<FileReceipt> {
  const before = await env.db.sourceFile.findUnique({ where: { path: found.path } })
  const staged = await stageFile(found.path, folder, before && before.size > 0n ? Number(before.size) : null)
  const contentId = options.live ? liveContentId(found.path) : staged.contentId
  const facts = (system: string | null, instance: string | null, systemVersion: string | null) => ({
    path: found.path,
    sha256: staged.sha256,
    system,
    instance,
    systemVersion,
    bytes: staged.bytes,
    seconds: (env.now().getTime() - started) / 1_000,
  })

  const known = await env.db.content.findUnique({ where: { id: contentId } })
  const sameBytes = known?.sha256 === staged.sha256 || (known !== null && !options.live)
  const reader =
    known &&
    [...sqliteReaders, ...jsonlReaders].find(
      (r) => r.system === known.system && r.parserVersion === known.parserVersion,
    )
  if (known?.status === 'complete' && sameBytes && reader) {
    await rememberFile(env, found, contentId, staged)
    const tally = known.receipt ? (JSON.parse(known.receipt) as Tally) : newTally()
    const instance = known.instanceId ? instanceName(known.instanceId) : null
    const notes = known.instanceId ? await runNotes(env.db, known.instanceId, tally) : []
    return fileReceipt('unchanged', facts(known.system, instance, known.systemVersion), tally, notes)
  }

  const reading = await openReading(env, staged, options)
  try {
    const resumed = known?.status === 'partial' && sameBytes && known.instanceId === reading.instance.id ? known : null
    const grown =
      before !== null && staged.prefixId !== null && staged.prefixId === before.contentId && staged.kind === 'text'
    const cursor: unknown = resumed?.cursor
      ? JSON.parse(resumed.cursor)
      : grown
        ? { offset: Number(before.offset), line: before.line }
        : null
    const tally: Tally = resumed?.receipt ? (JSON.parse(resumed.receipt) as Tally) : newTally()
    const end = await writeAllBatches(env, found, staged, contentId, reading, cursor, tally, options)
    await rememberFile(env, found, contentId, staged, end)
    const notes = await runNotes(env.db, reading.instance.id, tally)
    return fileReceipt(
      grown ? 'appended' : 'imported',
      facts(reading.system, reading.instance.name, reading.systemVersion),
      tally,
      notes,
    )
  } finally {
    reading.close()
  }
}

const liveContentId = (file: string) => `live-${Buffer.from(file).toString('base64url').slice(-40)}`
const instanceName = (id: string): string | null => (id.includes('@') ? id.slice(id.indexOf('@') + 1) : null)

async function writeAllBatches(
  env: ImportEnvironment,
  found: FoundFile,
  staged: StagedFile,
  contentId: string,
  reading: Reading,
  cursor: unknown,
  tally: Tally,
  options: FileOptions,
): Promise<{ offset: number; line: number } | null> {
  const archivedAs =
    env.archive && !options.live
      ? await archiveFile(staged.file, staged.contentId, path.join(env.dataDir, 'archive'))
      : null
  const at = env.now().toISOString()
  const content = {
    id: contentId,
    sha256: staged.sha256,
    path: found.path,
    system: reading.system,
    instanceId: reading.instance.id,
    systemVersion: reading.systemVersion,
    parserVersion: reading.parserVersion,
    bytes: staged.bytes,
    latestAt: reading.latestAt || null,
    archivedAs,
    importedAt: at,
    checkedAt: at,
  }
  const instance = {
    id: reading.instance.id,
    system: reading.system,
    name: reading.instance.name,
    createdAt: at,
    checkedAt: at,
  }
  const rowContext = {
    system: reading.system,
    instance: reading.instance.id,
    contentId,
    latestAt: reading.latestAt,
    prices: env.prices,
    parserVersion: reading.parserVersion,
    ownSessions: reading.ownSessions,
    extraFlags: env.extraFlags,
  }
  const progressRow = (status: 'partial' | 'complete', next: unknown) => [
    env.fence(),
    ...upsert('Instance', ['id'], [instance], 'keep'),
    { sql: 'UPDATE "Instance" SET "checkedAt" = ? WHERE "id" = ?', values: [at, instance.id] },
    ...upsert(
      'Content',
      ['id'],
      [{ ...content, status, cursor: JSON.stringify(next), receipt: JSON.stringify(tally) }],
      'replace',
    ),
  ]

  let last: unknown = cursor
  let deriveAt = env.now().getTime() + DERIVE_EVERY_MS
  for await (const batch of reading.batches(cursor)) {
    last = batch.cursor
    await writeBatch(
      env.db,
      rowContext,
      batch.records,
      (written) => {
        addBatch(tally, batch)
        addCopies(tally, written.copies)
        addRejected(tally, written.rejected)
        return progressRow('partial', batch.cursor)
      },
      env.memory,
    )
    env.onProgress(batch.done)
    const before = env.now().getTime()
    if (before >= deriveAt) {
      await env.derive()
      const after = env.now().getTime()
      deriveAt = after + Math.max(DERIVE_EVERY_MS, (after - before) * DERIVE_SHARE)
    }
    // The heartbeat and other timers get their turn between batches.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await env.derive()
  await writeBatch(env.db, rowContext, [], () => progressRow('complete', last))
  return isOffset(last) ? last : null
}

function isOffset(cursor: unknown): cursor is { offset: number; line: number } {
  return typeof cursor === 'object' && cursor !== null && 'offset' in cursor && 'line' in cursor
}

async function rememberFile(
  env: ImportEnvironment,
  found: FoundFile,
  contentId: string,
  staged: StagedFile,
  end: { offset: number; line: number } | null = null,
): Promise<void> {
  const row = {
    contentId,
    size: BigInt(staged.bytes),
    mtimeMs: BigInt(found.mtimeMs),
    checkedAt: env.now().toISOString(),
    ...(end && { offset: BigInt(end.offset), line: end.line }),
  }
  const { path: file } = found
  await env.db.sourceFile.upsert({
    where: { path: file },
    update: row,
    create: { offset: 0n, line: 0, ...row, path: file },
  })
}

/** What was read and not taken at its word, over the runs of the instance: conflicts, caps, placeholders. */
async function runNotes(db: Db, instanceId: string, tally: Tally): Promise<FileReceipt['notes']> {
  const [conflicts, placeholders] = await Promise.all([
    db.run.count({ where: { instanceId, conflict: true } }),
    db.run.count({ where: { instanceId, hasRow: false } }),
  ])
  const overCap = await db.runFlag.count({ where: { name: 'over_cap', runId: { startsWith: `${instanceId}:` } } })
  if (tally.rows['runs'] === 0 && tally.counted === 0) return []
  tally.rows['placeholders'] = placeholders
  return [
    { name: 'status_conflict', count: conflicts, unit: 'runs' },
    { name: 'over_cap', count: overCap, unit: 'runs' },
    { name: 'orphan_run', count: placeholders, unit: 'runs' },
  ].filter((note) => note.count > 0)
}
