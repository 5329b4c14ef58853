import 'server-only'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Db } from '@/lib/db/client'
import { contentOf, type StoredContent } from '@/lib/db/stored-content'
import { type Statement, upsert, writeAll } from '@/lib/db/upsert'
import type { FileReceipt } from '@/lib/imports/schema'
import type { PriceTable } from '@/lib/ledger/prices'
import type { Batch, JsonlReader, SqliteReader } from '@/lib/sources/reader'
import { type Body, GROWING, growingBody, keepCopy, rememberFile, stagedBody } from './file-body'
import { cutNote, cutNotes, type FileHistory, type Growth, growthOf, isUntouched, readerOf } from './file-history'
import { emptyReceipt, isEmptyText, storedTally, unchangedReceipt } from './known-file-receipt'
import { openSqliteSource } from './open-sqlite'
import { ReadAhead } from './read-ahead'
import { readJsonl } from './read-jsonl'
import { jsonlReaders, sqliteReaders } from './readers'
import { addBatch, addCopies, addRejected, fileReceipt, newTally, type Tally } from './receipt'
import { resolveInstance } from './resolve-instance'
import { UnreadableFile } from './stage-file'
import type { FoundFile } from './walk-paths'
import { type LiveMemory, writeBatch } from './write-batch'
import type { WriteBehind } from './write-behind'

/** What importing one file needs of its surroundings; the tests put faults in here. */
export interface ImportEnvironment {
  db: Db
  writes: WriteBehind
  /** Scratch space and archive; beside the database. */
  dataDir: string
  prices: PriceTable
  now: () => Date
  /** Breaks a transaction when the right to write was lost. */
  fence: () => Statement
  /** Derives what is out of date: now, or when it has not been done for a while. */
  derive: (when: 'now' | 'when due') => Promise<void>
  /** Called with the share of the file that is behind us. */
  onProgress: (done: number) => void
  extraFlags: readonly string[]
  archive: boolean
  /** Set for a living file that this process has read before. */
  memory: LiveMemory | null
  /** What is known of the files from earlier imports, by path. */
  histories: ReadonlyMap<string, FileHistory>
}

export interface FileOptions {
  as: string | null
  instance: string | null
  live: boolean
}

const READ_BYTES = 2 ** 20

interface Reading {
  system: string
  parserVersion: number
  ownSessions: boolean
  systemVersion: string
  latestAt: string
  instance: { id: string; name: string | null }
  batches: (cursor: unknown) => AsyncIterable<Batch> | Iterable<Batch>
  close: () => void
}

/** Detects the format and finds the instance. @throws {UnreadableFile} when no reader knows it */
async function openReading(
  env: ImportEnvironment,
  body: Body,
  options: FileOptions,
  place: string,
  growth: Growth | null,
): Promise<Reading> {
  return body.kind === 'sqlite' ? openSqlite(env, body, options) : openText(body, options, place, growth)
}

const wantedBy = (options: FileOptions) => (reader: { system: string }) =>
  options.as === null || options.as === reader.system

async function openSqlite(env: ImportEnvironment, staged: Body, options: FileOptions): Promise<Reading> {
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

async function openText(body: Body, options: FileOptions, place: string, growth: Growth | null): Promise<Reading> {
  const candidates = jsonlReaders.filter(wantedBy(options)) as JsonlReader[]
  const open = (start: number) =>
    body.memory ??
    (start < body.bytes
      ? createReadStream(body.file, { start, end: body.bytes - 1, highWaterMark: READ_BYTES })
      : Buffer.alloc(0))
  const opened = await readJsonl(open, body.bytes, candidates, {
    path: place,
    known: growth,
    growing: options.live,
  })
  if (typeof opened === 'string') throw new UnreadableFile(opened)
  const name = options.instance
  const id = name === null ? opened.reader.system : `${opened.reader.system}@${name}`
  return {
    system: opened.reader.system,
    parserVersion: opened.reader.parserVersion,
    ownSessions: opened.reader.ownSessions,
    systemVersion: opened.systemVersion,
    latestAt: '',
    instance: { id, name },
    batches: (cursor) => opened.read(cursor),
    close: () => {},
  }
}

/** A file with what has to be done before a record of it can be read; made while the file before it is still written. */
export interface PreparedFile {
  found: FoundFile
  startedMs: number
  folder: string
  growth: Growth | null
  /** Null when nothing has to be read, or when it cannot be. */
  body: Body | null
  /** Begun to be read, when all of it is new. */
  begun: Promise<Begun> | null
  error: unknown
}

interface Begun {
  reading: Reading
  batches: ReadAhead<Batch>
}

let folders = 0

/** Finds out whether a file has to be read, and copies and hashes it then. Never throws: `error` says what went wrong. */
export async function prepareFile(
  env: Pick<ImportEnvironment, 'db' | 'dataDir' | 'now' | 'histories'>,
  found: FoundFile,
  options: FileOptions,
): Promise<PreparedFile> {
  const startedMs = env.now().getTime()
  folders += 1
  const folder = path.join(env.dataDir, 'staging', `${process.pid}-${startedMs.toString(36)}-${folders}`)
  const { live } = options
  const prepared: PreparedFile = { found, startedMs, folder, growth: null, body: null, begun: null, error: null }
  const history = env.histories.get(found.path) ?? null
  if ((history && isUntouched(found, history)) || isEmptyText(found)) return prepared
  try {
    prepared.growth = history && (await growthOf(found, history))
    if (!prepared.growth) await mkdir(folder, { recursive: true })
    const body =
      history && prepared.growth
        ? await growingBody(found, live, history)
        : await stagedBody(found, live, folder, history)
    prepared.body = body
    const isNew = body.memory !== null && contentOf(env.db, body.contentId) === null
    if (isNew) prepared.begun = beginReading(body, options, found.path)
  } catch (error) {
    prepared.error = error
  }
  return prepared
}

/** Begins to read a text from memory. What is wrong with it is thrown when its turn has come. */
function beginReading(body: Body, options: FileOptions, place: string): Promise<Begun> {
  const begun = openText(body, options, place, null).then((reading) => {
    const batches = new ReadAhead(reading.batches(null))
    batches.begin()
    return { reading, batches }
  })
  begun.catch(() => {})
  return begun
}

/**
 * Imports one file: reads it from a private copy, detects it by content, and writes it batch by batch, each with its
 * cursor in one transaction. A kill at any moment loses nothing: the next import of the same bytes goes on where this one
 * ended. What is wrong with the file is in the receipt, or thrown as UnreadableFile. The last batch of a text may still
 * be under way (`env.writes`): the receipt holds once it is there.
 * @throws when the database or the disk fails
 */
export async function importFile(
  env: ImportEnvironment,
  prepared: PreparedFile,
  options: FileOptions,
): Promise<FileReceipt> {
  try {
    if (prepared.error !== null) throw prepared.error
    return await importPrepared(env, prepared, options)
  } catch (error) {
    // Nothing of this file is left for the next one to wait for.
    await env.writes.settle()
    throw error
  } finally {
    // Nobody waits for it; what is left when the process ends is removed by the next import.
    void rm(prepared.folder, { recursive: true, force: true }).catch(() => {})
  }
}

async function importPrepared(
  env: ImportEnvironment,
  { found, startedMs, growth, body, begun }: PreparedFile,
  options: FileOptions,
): Promise<FileReceipt> {
  const history = env.histories.get(found.path) ?? null
  const seconds = () => (env.now().getTime() - startedMs) / 1_000
  const gone = cutNotes(found, history)
  const unchanged = async (content: StoredContent) => {
    const tally = storedTally(content)
    const ofRuns = content.instanceId !== null && (history?.file.head ?? null) === null
    const notes = ofRuns ? await runNotes(env.db, content.instanceId ?? '', tally) : []
    return unchangedReceipt(found, content, seconds(), tally, [...notes, ...gone])
  }
  if (body === null)
    return history && gone.length === 0 ? unchanged(history.content) : emptyReceipt(found, seconds(), gone)

  // Databases are read beside what is there; and of two files with the same bytes, the second must find the first.
  if (body.kind === 'sqlite' || env.writes.owner === body.contentId) await env.writes.settle()
  const known = growth ? null : contentOf(env.db, body.contentId)
  const sameBytes = known !== null && (known.sha256 === body.sha256 || !options.live)
  if (known?.status === 'complete' && sameBytes && readerOf(known)) {
    await env.writes.settle()
    await writeAll(env.db, await rememberFile(env, found, body, endOf(known.cursor), false))
    return unchanged(known)
  }

  const ahead = known === null ? await begun : null
  const reading = ahead?.reading ?? (await openReading(env, body, options, found.path, growth))
  try {
    const archivedAs = await keepCopy(env, found, body, options.live, growth?.cursor.offset ?? null)
    const resumed = known?.status === 'partial' && sameBytes && known.instanceId === reading.instance.id ? known : null
    const cursor: unknown = growth?.cursor ?? (resumed?.cursor ? JSON.parse(resumed.cursor) : null)
    const tally: Tally = resumed?.receipt ? { ...newTally(), ...(JSON.parse(resumed.receipt) as Tally) } : newTally()
    const batches = ahead?.batches ?? new ReadAhead(reading.batches(cursor))
    const place = { found, body, grown: growth !== null }
    await writeAllBatches(env, place, reading, batches, cursor, tally, archivedAs)
    const notes = body.kind === 'sqlite' ? await runNotes(env.db, reading.instance.id, tally) : gone
    if (growth) notes.push(...cutNote(found.bytes, body.bytes))
    const { sha256 } = body
    const { system, systemVersion, instance } = reading
    const { path, bytes } = found
    const facts = { path, sha256, system, instance: instance.name, systemVersion, bytes, seconds: seconds() }
    return fileReceipt(growth ? 'appended' : 'imported', facts, tally, notes)
  } finally {
    reading.close()
  }
}

const endOf = (cursor: string | null) => {
  const end: unknown = cursor ? JSON.parse(cursor) : null
  return isOffset(end) ? end : null
}

async function writeAllBatches(
  env: ImportEnvironment,
  { found, body, grown }: { found: FoundFile; body: Body; grown: boolean },
  reading: Reading,
  batches: ReadAhead<Batch>,
  cursor: unknown,
  tally: Tally,
  archivedAs: string | null,
): Promise<void> {
  const { contentId } = body
  const at = env.now().toISOString()
  const content = {
    id: contentId,
    sha256: body.sha256 ?? GROWING,
    path: found.path,
    system: reading.system,
    instanceId: reading.instance.id,
    systemVersion: reading.systemVersion,
    parserVersion: reading.parserVersion,
    bytes: body.bytes,
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

  const ending = async (last: unknown) => rememberFile(env, found, body, isOffset(last) ? last : null, grown)

  let last: unknown = cursor
  for (let batch = await batches.take(); batch !== null; batch = await batches.take()) {
    const { done } = batch
    last = batch.cursor
    // The last batch of a text and the end of its import are one transaction.
    const end = body.kind === 'text' && batch.done === 1 ? await ending(last) : null
    const taken = batch
    // The next batch is read while the database writes this one.
    await writeBatch(
      env.writes,
      rowContext,
      batch.records,
      (written) => {
        addBatch(tally, taken)
        addCopies(tally, written.copies)
        addRejected(tally, written.rejected)
        return [...progressRow(end ? 'complete' : 'partial', last), ...(end ?? [])]
      },
      // A text is never read twice over; only databases are, and change in few places.
      body.kind === 'sqlite' ? env.memory : null,
    )
    env.onProgress(done)
    await env.derive('when due')
    // The heartbeat and other timers get their turn between batches.
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (body.kind === 'text') return
  await env.derive('now')
  const end = await ending(last)
  await writeBatch(env.writes, rowContext, [], () => [...progressRow('complete', last), ...end])
  await env.writes.settle()
}

function isOffset(cursor: unknown): cursor is { offset: number; line: number } {
  return typeof cursor === 'object' && cursor !== null && 'offset' in cursor && 'line' in cursor
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
