import 'server-only'
import { readFileSync } from 'node:fs'
import type { Db } from '@/lib/db/client'
import type { Batch, Document, FolderReader, FolderSource } from '@/lib/sources/reader'
import type { Body } from './file-body'
import type { Growth } from './file-history'
import { firstLine, lazyDocument } from './lazy-document'
import { openLines, openLog } from './open-lines'
import { openSqliteSource } from './open-sqlite'
import { readPacked } from './pack'
import { NO_JSON } from './read-jsonl'
import { documentReaders, sqliteReaders } from './readers'
import { type FileOptions, factsOf, type Reading, wantedBy } from './reading'
import { resolveInstance } from './resolve-instance'
import { HalfWritten, UnknownText, UnreadableFile } from './unreadable-file'

/** Detects the format and finds the instance. @throws {UnreadableFile} when no reader knows it */
export async function openReading(
  db: Db,
  body: Body,
  options: FileOptions,
  place: string,
  growth: Growth | null,
): Promise<Reading> {
  return body.kind === 'sqlite' ? openSqlite(db, body, options) : openText(body, options, place, growth)
}

async function openSqlite(db: Db, body: Body, options: FileOptions): Promise<Reading> {
  const source = openSqliteSource(body.file)
  try {
    for (const reader of sqliteReaders.filter(wantedBy(options))) {
      const detected = reader.detect(source)
      if (!detected) continue
      const evidence = () => reader.evidence(source)
      const instance = await resolveInstance(db, reader.system, evidence, body.contentId, options.instance)
      return {
        kind: 'sqlite',
        system: reader.system,
        parserVersion: reader.parserVersion,
        ownSessions: reader.ownSessions ?? false,
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
  const document = growth ? null : documentOf(body, place)
  const isDocument = typeof document === 'object' && document !== null
  // One JSON value on one line may look like a record; by its name it is a document.
  const named = isDocument && /\.json$/i.test(place) ? openDocument(document, options) : null
  if (named) return named
  const log = growth?.reader || startsObject(body) ? null : await openLog(body, options, place)
  if (log) return log
  const isWhole = isDocument && isOneJson(headOf(body), document)
  const lines = isWhole ? 'no reader knows this JSON document' : await openLines(body, options, place, growth)
  if (typeof lines !== 'string') return lines
  if (typeof document === 'string') throw new UnreadableFile(`${lines}, and ${document}`)
  const known = document && openDocument(document, options)
  if (known) return known
  if (document && !isWhole && lines === NO_JSON && isCutJson(document))
    throw new HalfWritten('the JSON is broken or cut short')
  throw new UnknownText(lines)
}

/** Lines of JSON, of which there may be gigabytes, are no log. */
const startsObject = (body: Body) => /^\uFEFF?\s*\{/.test(headOf(body))

/** The text as a document, or why it cannot be one. */
function documentOf(body: Body, path: string): Document | string {
  const { memory, file, offset, bytes, shared } = body
  const load = () => memory ?? (shared ? readPacked(file, { offset, bytes }) : readFileSync(file))
  try {
    return lazyDocument({ path, bytes, changedAt: body.changedAt }, load)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const HEAD_BYTES = 65_536

const headOf = ({ memory, file, offset, bytes }: Body): string =>
  (memory ?? readPacked(file, { offset, bytes: Math.min(bytes, HEAD_BYTES) })).subarray(0, HEAD_BYTES).toString('utf8')

/**
 * True for one JSON document over several lines, some of which might look like records. Its first line is no JSON by
 * itself, which tells it from lines of JSON without a look at the rest of them.
 */
function isOneJson(head: string, document: Document): boolean {
  const first = firstLine(head)
  if (first === null || !/^\uFEFF?[[{]/.test(first) || isJson(first)) return false
  return document.json() !== undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Begins as a JSON document does; a line of a log begins with `[` too. */
const isCutJson = (document: Document) =>
  /^\s*(\{\s*("|$)|\[\s*(["[{]|$))/.test(document.text()) && document.json() === undefined

/** The document with the reader that knows it, or null. */
function openDocument(document: Document, options: FileOptions): Reading | null {
  for (const reader of documentReaders.filter(wantedBy(options))) {
    const detected = orNull(() => reader.detect(document))
    if (!detected) continue
    return {
      kind: 'document',
      ...factsOf(reader, options),
      ownSessions: true,
      systemVersion: detected.systemVersion,
      latestAt: orNull(() => reader.latestAt(document)) ?? '',
      batches: (cursor) => guarded((from) => reader.read(document, from), cursor),
      close: () => {},
    }
  }
  return null
}

/** The reader that knows a folder, and the version it found. */
export interface KnownFolder {
  reader: FolderReader
  systemVersion: string
}

/** The folder with the reader that knows it, or null. @param readers those that claim one of its files */
export function openFolder(
  folder: FolderSource,
  readers: readonly FolderReader[],
  options: FileOptions,
): KnownFolder | null {
  for (const reader of readers.filter(wantedBy(options))) {
    const detected = orNull(() => reader.detect(folder))
    if (detected) return { reader, systemVersion: detected.systemVersion }
  }
  return null
}

/** How a known folder is read. */
export function folderReading(
  folder: FolderSource,
  { reader, systemVersion }: KnownFolder,
  options: FileOptions,
): Reading {
  return {
    kind: 'folder',
    ...factsOf(reader, options),
    ownSessions: true,
    systemVersion,
    latestAt: orNull(() => reader.latestAt?.(folder) ?? null) ?? '',
    batches: (cursor) => guarded((from) => reader.read(folder, from), cursor),
    close: () => {},
  }
}

/** A reader must not throw; one that does while it looks does not know the file. */
function orNull<T>(look: () => T | null): T | null {
  try {
    return look()
  } catch {
    return null
  }
}

/**
 * A reader that throws while it reads loses what was left, which is told; what it gave before stays. Its cursor is wrapped,
 * so that it is never taken for a place among the lines of a file.
 */
export function* guarded(read: (cursor: unknown) => Iterable<Batch>, from: unknown): Generator<Batch> {
  let cursor = typeof from === 'object' && from !== null && 'at' in from ? { at: from.at } : { at: null }
  try {
    for (const batch of read(cursor.at)) {
      cursor = { at: batch.cursor }
      yield { ...batch, cursor }
    }
  } catch (error) {
    const reason = `it cannot be read further: ${error instanceof Error ? error.message : String(error)}`
    const rejected = [{ line: null, place: '', reason }]
    yield { records: [], rejected, unparsed: [], dropped: [], cursor, done: 1 }
  }
}
