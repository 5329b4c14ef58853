import 'server-only'
import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { UnreadableFile } from './unreadable-file'

/** More than this is refused: it would fill the disk before anyone could ask. */
export const PACKED_BYTES_MAX = 16 * 2 ** 30
export const PACKED_FILES_MAX = 100_000
export const TOO_MANY = `it holds more than ${PACKED_FILES_MAX.toLocaleString('en')} files`

/** One file in a pack. */
export interface PackedFile {
  /** As it is called where it comes from. Never a path on this machine's disk. */
  path: string
  offset: number
  bytes: number
  changedAt: string | null
  sha256: string
}

/**
 * Many files written into one scratch file, one after the other: members of an archive, or copies of the files of a
 * folder. What they are called stands beside them and never on the disk.
 */
export class PackWriter {
  private readonly byPath = new Map<string, PackedFile>()
  private readonly handle: number
  private end = 0
  private open: { path: string; changedAt: string | null; offset: number; hash: Hash } | null = null

  /** @param file is created or replaced */
  constructor(readonly file: string) {
    this.handle = openSync(file, 'w')
  }

  get bytes(): number {
    return this.end
  }

  begin(path: string, changedAt: string | null): void {
    if (!this.byPath.has(path) && this.byPath.size >= PACKED_FILES_MAX) throw new UnreadableFile(TOO_MANY)
    this.open = { path, changedAt, offset: this.end, hash: createHash('sha256') }
  }

  /** @throws {UnreadableFile} when all of it together is too large */
  write(chunk: Buffer): void {
    if (this.open === null) return
    if (this.end + chunk.length > PACKED_BYTES_MAX) throw new UnreadableFile('unpacked it is larger than 16 GiB')
    this.open.hash.update(chunk)
    for (let from = 0; from < chunk.length; ) from += writeSync(this.handle, chunk, from)
    this.end += chunk.length
  }

  /** Ends the file that was begun; of two with one name the later stays. */
  finish(): void {
    if (this.open === null) return
    const { path, changedAt, offset, hash } = this.open
    this.byPath.set(path, { path, changedAt, offset, bytes: this.end - offset, sha256: hash.digest('hex') })
    this.open = null
  }

  /** Forgets the file that was begun. */
  abandon(): void {
    this.open = null
  }

  /** Everything that was finished, in path order. */
  files(): PackedFile[] {
    return [...this.byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  close(): void {
    closeSync(this.handle)
  }
}

/** The bytes of one packed file, or a part of them. */
export function readPacked(pack: string, { offset, bytes }: Pick<PackedFile, 'offset' | 'bytes'>): Buffer {
  const handle = openSync(pack, 'r')
  try {
    const buffer = Buffer.alloc(bytes)
    let at = 0
    while (at < bytes) {
      const read = readSync(handle, buffer, at, bytes - at, offset + at)
      if (read === 0) break
      at += read
    }
    return buffer.subarray(0, at)
  } finally {
    closeSync(handle)
  }
}
