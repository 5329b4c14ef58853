import 'server-only'
import { createHash, hash as digest } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { snapshotSqlite } from './open-sqlite'
import { PACKED_BYTES_MAX } from './pack'
import { type ArchiveFormat, gzipProblem, isGzippedTar, isTar, refuseBomb } from './unpack-archive'
import { HalfWritten, UnreadableFile } from './unreadable-file'

const COPY_BYTES = 2 ** 20
const HEAD_BYTES = 512
/** Smaller texts are read at once: for them streaming costs more than the reading. */
const IN_MEMORY_BYTES_MAX = 32 * 2 ** 20

const MAGIC = {
  sqlite: Buffer.from('SQLite format 3\0', 'latin1'),
  gzip: Buffer.from([0x1f, 0x8b]),
  zstd: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
} as const

/** A private, consistent copy of one file, and what its first bytes say it is. */
export interface StagedFile {
  kind: 'sqlite' | 'text' | 'archive'
  /** Of an archive: how it is packed. */
  format: ArchiveFormat | null
  /** The copy that is read. */
  file: string
  /** Of the file as it was given. */
  sha256: string
  bytes: number
  /** Of what is read: equal for a file and its `.gz`. First 16 hex digits. */
  contentId: string
  /** The whole of a small text; null for anything else. */
  memory: Buffer | null
}

const startsWith = (head: Buffer, magic: Buffer) => head.subarray(0, magic.length).equals(magic)
export const contentIdOf = (sha256: string) => sha256.slice(0, 16)

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function copyHashed(source: string, target: string) {
  const hash = createHash('sha256')
  let bytes = 0
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(createReadStream(source, { highWaterMark: COPY_BYTES }), tap, createWriteStream(target))
  return { sha256: hash.digest('hex'), bytes }
}

async function unpack(source: string, target: string): Promise<void> {
  const packed = (await stat(source)).size
  let bytes = 0
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      try {
        refuseBomb(bytes, packed)
        done(bytes > PACKED_BYTES_MAX ? new UnreadableFile('unpacked it is larger than 16 GiB') : null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
  })
  try {
    await pipeline(createReadStream(source), createGunzip(), limit, createWriteStream(target))
  } catch (error) {
    throw gzipProblem(error)
  }
}

/** The sha256 of a file's bytes. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** By its first bytes, or null when it is no archive. */
async function archiveFormat(source: string, head: Buffer): Promise<ArchiveFormat | null> {
  if (/^PK(\x03\x04|\x05\x06)/.test(head.toString('latin1'))) return 'zip'
  if (startsWith(head, MAGIC.gzip)) return (await isGzippedTar(source)) ? 'tar.gz' : null
  return (await isTar(head)) ? 'tar' : null
}

/**
 * Copies one file into `folder` so that nothing read from it can change meanwhile: databases through a read transaction,
 * `.gz` unpacked. Detection is by content, never by name.
 * @throws {UnreadableFile} with the reason in words
 */
export async function stageFile(source: string, folder: string): Promise<StagedFile> {
  const head = await headOf(source)
  if (head.length === 0) throw new HalfWritten('the file is empty')
  if (startsWith(head, MAGIC.zstd)) throw new UnreadableFile('it is compressed with zstd; unpack it first')
  const target = path.join(folder, 'staged')
  const format = await archiveFormat(source, head)
  if (format !== null) {
    const { sha256, bytes } = await copyHashed(source, target)
    return { kind: 'archive', format, file: target, sha256, bytes, contentId: contentIdOf(sha256), memory: null }
  }

  if (startsWith(head, MAGIC.gzip)) {
    const unpacked = path.join(folder, 'unpacked')
    await unpack(source, unpacked)
    const inner = await stageFile(unpacked, folder)
    await rm(unpacked, { force: true })
    return { ...inner, sha256: await hashFile(source), bytes: (await stat(source)).size }
  }
  if (startsWith(head, MAGIC.sqlite)) {
    const { sha256, bytes, journal } = await snapshotSqlite(source, target)
    // With a journal the copy holds more than the main file; its own bytes say what was read.
    const read = journal === null ? sha256 : await hashFile(target)
    return { kind: 'sqlite', format: null, file: target, sha256, bytes, contentId: contentIdOf(read), memory: null }
  }
  const { size } = await stat(source)
  if (size > IN_MEMORY_BYTES_MAX) {
    const { sha256, bytes } = await copyHashed(source, target)
    return { kind: 'text', format: null, file: target, sha256, bytes, contentId: contentIdOf(sha256), memory: null }
  }
  const memory = await readFile(source)
  await writeFile(target, memory)
  const sha256 = digest('sha256', memory, 'hex')
  return {
    kind: 'text',
    format: null,
    file: target,
    sha256,
    bytes: memory.length,
    contentId: contentIdOf(sha256),
    memory,
  }
}
