import 'server-only'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { DOCUMENT_BYTES_MAX, type Document, type FolderSource } from '@/lib/sources/reader'
import { isoFromMs } from '@/lib/time/iso'
import { lazyDocument } from './lazy-document'
import { type PackedFile, readPacked } from './pack'
import type { FoundFile } from './walk-paths'

const LINE_BYTES_MAX = 16 * 2 ** 20
const CHUNK_BYTES = 2 ** 20
const LINE_END = 10

interface FileOfFolder {
  path: string
  bytes: number
  changedAt: string
}

interface Files<T extends FileOfFolder> {
  files: readonly T[]
  load: (file: T) => Buffer
  chunks: (file: T) => Iterable<Buffer>
}

function folderSource<T extends FileOfFolder>(folder: string, { files, load, chunks }: Files<T>): FolderSource {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const find = (path: string): T => {
    const file = byPath.get(path)
    if (!file) throw new Error(`the folder has no file ${path}`)
    return file
  }
  const documents = new Map<string, Document>()
  return {
    path: folder,
    files: files.map(({ path, bytes, changedAt }) => ({ path, bytes, changedAt })),
    document(path) {
      const file = find(path)
      if (file.bytes > DOCUMENT_BYTES_MAX) throw new Error(`${path} is too large to be read as a whole`)
      const made = documents.get(path) ?? lazyDocument(file, () => load(file))
      // One at a time: a folder may hold more than memory does.
      documents.clear()
      documents.set(path, made)
      return made
    },
    lines: (path) => linesOf(chunks(find(path))),
  }
}

/** The files of a folder as they lie on the disk now: to look whether somebody knows it. */
export function folderOnDisk(folder: string, files: readonly FoundFile[]): FolderSource {
  const below = files.map((file) => ({
    path: file.path.slice(folder.length + 1),
    bytes: file.bytes,
    changedAt: isoFromMs(file.mtimeMs),
    place: file.path,
  }))
  return folderSource(folder, {
    files: below,
    load: ({ place }) => readFileSync(place),
    chunks: ({ place, bytes }) => chunksOf(place, 0, bytes),
  })
}

/** The files of a folder from a private copy, or from an archive. @param folder stands before the path of each */
export function folderInPack(pack: string, folder: string, files: readonly PackedFile[]): FolderSource {
  return folderSource(folder, {
    files: files.map((file) => ({ ...file, changedAt: file.changedAt ?? '' })),
    load: (file) => readPacked(pack, file),
    chunks: ({ offset, bytes }) => chunksOf(pack, offset, bytes),
  })
}

function* chunksOf(file: string, offset: number, bytes: number): Generator<Buffer> {
  const handle = openSync(file, 'r')
  try {
    for (let at = 0; at < bytes; ) {
      const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, bytes - at))
      const read = readSync(handle, buffer, 0, buffer.length, offset + at)
      if (read === 0) return
      at += read
      yield buffer.subarray(0, read)
    }
  } finally {
    closeSync(handle)
  }
}

/** Lines with their numbers from 1, without their ends; one over the cap comes as null and is never held whole. */
function* linesOf(chunks: Iterable<Buffer>): Generator<{ line: number; text: string | null }> {
  let [parts, size, line]: [Buffer[], number, number] = [[], 0, 0]
  const take = () => {
    const text = size > LINE_BYTES_MAX ? null : Buffer.concat(parts).toString('utf8').replace(/\r$/, '')
    ;[parts, size] = [[], 0]
    line += 1
    return { line, text }
  }
  const add = (part: Buffer) => {
    size += part.length
    if (size > LINE_BYTES_MAX) parts = []
    else parts.push(part)
  }
  for (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      add(chunk.subarray(from, end))
      from = end + 1
      yield take()
    }
    if (from < chunk.length) add(chunk.subarray(from))
  }
  if (size > 0) yield take()
}
