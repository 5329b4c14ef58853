import 'server-only'
import { createHash, hash as digest } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Db } from '@/lib/db/client'
import type { Content, SourceFile } from '@/lib/db/generated/client'
import type { FileReceipt } from '@/lib/imports/schema'
import type { JsonlReader } from '@/lib/sources/reader'
import type { LineCursor } from './line-batches'
import { isReadAsToday } from './reader-versions'
import { jsonlReaders, textReaders } from './readers'
import type { FoundFile } from './walk-paths'

/** Prisma passes at most 999 parameters to SQLite. */
const PATHS_AT_ONCE = 500
const MARK_BYTES = 4_096

/** What is known of a path from earlier imports. */
export interface FileHistory {
  file: SourceFile
  /** The content that was read from it last. */
  content: Content
  /** The content that follows the path as it grows, once it did. */
  growing: Content | null
}

/**
 * The content row of a path that grows: bound to the path and to what it grew from, for its bytes change. A path that
 * was replaced has another one, so that the lines read before keep theirs.
 */
export const growingContentId = (file: string, from = '') =>
  `live-${createHash('sha256')
    .update(from === '' ? file : `${file}\0${from}`)
    .digest('hex')
    .slice(0, 16)}`

/** The content that goes on where the last reading of a path ended. */
export const followingContentId = ({ path, contentId }: Pick<SourceFile, 'path' | 'contentId'>) =>
  contentId.startsWith('live-') ? contentId : growingContentId(path, contentId)

/** The histories of many paths with a few statements; paths never seen have none. */
export async function fileHistories(db: Db, paths: readonly string[]): Promise<Map<string, FileHistory>> {
  const histories = new Map<string, FileHistory>()
  for (let at = 0; at < paths.length; at += PATHS_AT_ONCE) {
    const files = await db.sourceFile.findMany({ where: { path: { in: paths.slice(at, at + PATHS_AT_ONCE) } } })
    const ids = files.flatMap((file) => [file.contentId, followingContentId(file)])
    const contents = new Map(
      (await db.content.findMany({ where: { id: { in: ids } } })).map((content) => [content.id, content]),
    )
    for (const file of files) {
      const content = contents.get(file.contentId)
      if (!content) continue
      histories.set(file.path, { file, content, growing: contents.get(followingContentId(file)) ?? null })
    }
  }
  return histories
}

/** The reader of lines that a content is read on with; null when it has to be found out anew, or has changed. */
function readerOn(content: Content): JsonlReader | 'unsure' | null {
  if (!isReadAsToday(content)) return null
  const ofSystem = (reader: { system: string }) => reader.system === content.system
  const readers = jsonlReaders.filter(ofSystem)
  const [only = null] = readers
  return readers.length > 1 || textReaders.some(ofSystem) ? 'unsure' : only
}

export interface Growth {
  /** Null: the system has several, and the beginning of the file says which. */
  reader: JsonlReader | null
  systemVersion: string
  cursor: LineCursor
}

/**
 * Where a file that only grew is read on: its beginning, and the bytes before where reading ended, are still what they
 * were. Null when it is new, was truncated or replaced, or when the reader has changed: then it is read whole.
 */
export async function growthOf(found: FoundFile, history: FileHistory): Promise<Growth | null> {
  const { file, content, growing } = history
  const source = growing ?? content
  const reader = readerOn(source)
  const offset = Number(file.offset)
  if (reader === null || file.head === null || offset === 0 || found.bytes <= Number(file.size)) return null
  const cursor = source.cursor ? (JSON.parse(source.cursor) as LineCursor) : null
  // An import that was cut short has moved the cursor on; before its first batch the cursor stands where it stood.
  if (cursor === null || cursor.offset < offset || cursor.offset > found.bytes) return null
  if (!(await stillHolds(found.path, history))) return null
  return { reader: reader === 'unsure' ? null : reader, systemVersion: source.systemVersion ?? '', cursor }
}

/** Whether what was read of a file still stands in these bytes. */
export async function stillHolds(source: string | Buffer, { file }: FileHistory): Promise<boolean> {
  const marks = await marksOf(source, Number(file.offset))
  return marks !== null && marks.head === file.head && marks.tail === file.tail
}

/** What a receipt says of a text that is shorter than it was when it was read before. */
export function cutNotes(found: FoundFile, history: FileHistory | null): FileReceipt['notes'] {
  if (history === null || history.file.head === null) return []
  return cutNote(Number(history.file.size), found.bytes)
}

/** What a receipt says of bytes that are gone; nothing when none are. */
export const cutNote = (before: number, now: number): FileReceipt['notes'] =>
  now < before ? [{ name: 'file_cut', count: before - now, unit: 'bytes' }] : []

export interface FileMarks {
  head: string
  tail: string
}

/** Hashes of the first bytes of a file and of those before an offset; null when it does not reach so far. */
export async function marksOf(source: string | Buffer, offset: number): Promise<FileMarks | null> {
  if (offset === 0) return null
  const length = Math.min(MARK_BYTES, offset)
  const markOf = (bytes: Buffer) => (bytes.length < length ? null : digest('sha256', bytes, 'hex').slice(0, 16))
  const places = [0, offset - length]
  const parts =
    typeof source === 'string'
      ? await read(source, places, length)
      : places.map((place) => source.subarray(place, place + length))
  const [head = null, tail = null] = parts.map(markOf)
  return head === null || tail === null ? null : { head, tail }
}

/** Bytes at some places of a file; fewer where it ends before. */
async function read(file: string, places: readonly number[], length: number): Promise<Buffer[]> {
  const handle = await open(file, 'r')
  try {
    const parts: Buffer[] = []
    for (const place of places) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, place)
      parts.push(buffer.subarray(0, bytesRead))
    }
    return parts
  } finally {
    await handle.close()
  }
}
