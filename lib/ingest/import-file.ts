import 'server-only'
import { mkdir, rm } from 'node:fs/promises'
import type { Db } from '@/lib/db/client'
import { contentOf, type StoredContent } from '@/lib/db/stored-content'
import { writeAll } from '@/lib/db/upsert'
import type { FileReceipt } from '@/lib/imports/schema'
import type { Batch } from '@/lib/sources/reader'
import { GROWING } from './content-marks'
import { type Body, documentContentId, growingBody, keepCopy, rememberFile, stagedBody } from './file-body'
import { cutNote, cutNotes, type Growth, growthOf } from './file-history'
import { importArchive } from './import-archive'
import type { ImportEnvironment } from './import-environment'
import { emptyReceipt, instanceNameOf, isEmptyText, storedTally, unchangedReceipt } from './known-file-receipt'
import { openReading } from './open-reading'
import { ReadAhead } from './read-ahead'
import type { ReadPart } from './read-part'
import { isReadAsToday } from './reader-versions'
import { documentReaders } from './readers'
import type { FileOptions, Reading } from './reading'
import { fileReceipt, newTally, type Tally } from './receipt'
import { scratchFolder } from './scratch-folder'
import { isUntouched } from './untouched-file'
import type { FoundFile } from './walk-paths'
import { writeReading } from './write-reading'

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

/** Finds out whether a file has to be read, and copies and hashes it then. Never throws: `error` says what went wrong. */
export async function prepareFile(
  env: Pick<ImportEnvironment, 'db' | 'dataDir' | 'now' | 'histories'>,
  found: FoundFile,
  options: FileOptions,
): Promise<PreparedFile> {
  const startedMs = env.now().getTime()
  const folder = scratchFolder(env)
  const { live } = options
  const prepared: PreparedFile = { found, startedMs, folder, growth: null, body: null, begun: null, error: null }
  const history = env.histories.get(found.path) ?? null
  if ((history && isUntouched(found, history, isReadAsToday)) || isEmptyText(found)) return prepared
  try {
    prepared.growth = history && (await growthOf(found, history))
    if (!prepared.growth) await mkdir(folder, { recursive: true })
    const body =
      history && prepared.growth
        ? await growingBody(found, live, history)
        : await stagedBody(found, live, folder, history)
    prepared.body = body
    const isNew = body.memory !== null && knownContent(env.db, body, found.path, options) === null
    if (isNew) prepared.begun = beginReading(env.db, body, options, found.path)
  } catch (error) {
    prepared.error = error
  }
  return prepared
}

/** Begins to read a text from memory. What is wrong with it is thrown when its turn has come. */
function beginReading(db: Db, body: Body, options: FileOptions, place: string): Promise<Begun> {
  const begun = openReading(db, body, options, place, null).then((reading) => {
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
  prepared: PreparedFile,
  options: FileOptions,
): Promise<FileReceipt> {
  const { found, startedMs, growth, body, begun } = prepared
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
  if (body.kind !== 'text' || contentIds(body, found.path, options).includes(env.writes.owner ?? ''))
    await env.writes.settle()
  const known = growth ? null : knownContent(env.db, body, found.path, options)
  if (known !== null && isReadToEnd(known, body, options)) {
    if (known.id !== body.contentId) body.contentId = known.id
    await env.writes.settle()
    await writeAll(env.db, await rememberFile(env, found, body, endOf(known.cursor), false))
    return unchanged(known)
  }
  if (body.kind === 'archive') {
    const { tally, ...of } = await importArchive(env, { found, body, folder: prepared.folder }, options, importMember)
    const facts = { path: found.path, sha256: body.sha256, bytes: found.bytes, seconds: seconds() }
    return fileReceipt('imported', { ...facts, ...of }, tally, [])
  }
  const ahead = known === null ? await begun : null
  const { reading, tally } = await importBody(env, { found, body, growth, known, ahead }, options)
  const notes = body.kind === 'sqlite' ? await runNotes(env.db, reading.instance.id, tally) : gone
  if (growth) notes.push(...cutNote(found.bytes, body.bytes))
  const { sha256 } = body
  const { system, systemVersion, instance } = reading
  const { path: place, bytes } = found
  const facts = { path: place, sha256, system, instance: instance.name, systemVersion, bytes, seconds: seconds() }
  return fileReceipt(growth ? 'appended' : 'imported', facts, tally, notes)
}

type KnownContent = StoredContent & { id: string }

/** Under which a body of bytes may be known: as it is, and as the document at this place. */
function contentIds(body: Body, place: string, { live }: FileOptions): string[] {
  const isDocument = !live && body.kind === 'text' && !body.shared && documentReaders.length > 0
  return [body.contentId, ...(isDocument && body.sha256 !== null ? [documentContentId(place, body.sha256)] : [])]
}

function knownContent(db: Db, body: Body, place: string, options: FileOptions): KnownContent | null {
  for (const id of contentIds(body, place, options)) {
    const content = contentOf(db, id)
    if (content) return { ...content, id }
  }
  return null
}

const isSame = (known: StoredContent, body: Body, { live }: FileOptions) => known.sha256 === body.sha256 || !live

const isReadToEnd = (known: StoredContent, body: Body, options: FileOptions) =>
  known.status === 'complete' && isSame(known, body, options) && isReadAsToday(known)

/** Reads one body of bytes into the database. @throws {UnreadableFile} when no reader knows it */
async function importBody(
  env: ImportEnvironment,
  file: { found: FoundFile; body: Body; growth: Growth | null; known: KnownContent | null; ahead: Begun | null },
  options: FileOptions,
): Promise<{ reading: Reading; tally: Tally }> {
  const { found, body, growth, known, ahead } = file
  const reading = ahead?.reading ?? (await openReading(env.db, body, options, found.path, growth))
  try {
    if (reading.kind === 'document' && !options.live && body.sha256 !== null)
      body.contentId = documentContentId(found.path, body.sha256)
    const archivedAs = await keepCopy(env, found, body, options.live, growth?.cursor.offset ?? null)
    const goesOn = known?.status === 'partial' && isSame(known, body, options) && known.id === body.contentId
    const resumed = goesOn && known.instanceId === reading.instance.id && isReadAsToday(known) ? known : null
    const cursor: unknown = growth?.cursor ?? (resumed?.cursor ? JSON.parse(resumed.cursor) : null)
    const tally: Tally = resumed?.receipt ? { ...newTally(), ...(JSON.parse(resumed.receipt) as Tally) } : newTally()
    const { bytes, contentId: id, sha256 } = body
    const content = { id, sha256: sha256 ?? GROWING, path: found.path, bytes, archivedAs }
    const ending = async (last: unknown) => {
      if (body.shared) return []
      return rememberFile(env, found, body, reading.kind === 'lines' && isOffset(last) ? last : null, growth !== null)
    }
    const batches = ahead?.batches ?? new ReadAhead(reading.batches(cursor))
    await writeReading(env, content, reading, { batches, cursor, tally }, ending)
    return { reading, tally }
  } finally {
    reading.close()
  }
}

/** Reads one member of an archive; what was read to its end before is only told again. */
async function importMember(
  env: ImportEnvironment,
  found: FoundFile,
  body: Body,
  options: FileOptions,
): Promise<ReadPart> {
  const known = knownContent(env.db, body, found.path, options)
  if (known !== null && isReadToEnd(known, body, options)) {
    const { system, systemVersion, instanceId } = known
    return { system, systemVersion, instance: instanceNameOf(instanceId), tally: storedTally(known) }
  }
  const { reading, tally } = await importBody(env, { found, body, growth: null, known, ahead: null }, options)
  const { system, systemVersion, instance } = reading
  return { system, systemVersion, instance: instance.name, tally }
}

const endOf = (cursor: string | null) => {
  const end: unknown = cursor ? JSON.parse(cursor) : null
  return isOffset(end) ? end : null
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
