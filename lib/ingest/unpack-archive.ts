import 'server-only'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import type { ReadEntry } from 'tar'
import type { Entry, ZipFile } from 'yauzl'
import type { Rejected, Unparsed } from '@/lib/sources/reader'
import { isoFromMs } from '@/lib/time/iso'
import { PACKED_BYTES_MAX, PACKED_FILES_MAX, type PackWriter, TOO_MANY } from './pack'
import { HalfWritten, UnreadableFile } from './unreadable-file'

export type ArchiveFormat = 'tar' | 'tar.gz' | 'zip'

const BLOCK = 512
const NAME_LENGTH_MAX = 1_000
/** Records compress to a tenth, logs that repeat themselves to a hundredth; what goes beyond is made to fill disks. */
const RATIO_MAX = 250
const RATIO_FROM_BYTES = 256 * 2 ** 20
const HEAD_BYTES = 64 * 2 ** 10

/** What was found wrong with an archive whose other members can be read. */
export interface Unpacked {
  rejected: Rejected[]
  unparsed: Unparsed[]
}

/** Where a header of tar holds its checksum, in octal digits. */
const CHECKSUM = { from: 148, to: 156 }

/** True when the bytes begin with the header of a tar member. What opens archives is loaded only for what may be one. */
export async function isTar(head: Buffer): Promise<boolean> {
  if (head.length < BLOCK) return false
  if (!/^[0-7 \0]+$/.test(head.subarray(CHECKSUM.from, CHECKSUM.to).toString('latin1'))) return false
  const { Header } = await import('tar')
  try {
    const header = new Header(head.subarray(0, BLOCK))
    return header.cksumValid && !header.nullBlock
  } catch {
    return false // numbers in it that are none
  }
}

/** True when a gzip file holds a tar. Reads only its beginning. */
export async function isGzippedTar(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const head = buffer.subarray(0, bytesRead)
    return await isTar(gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }))
  } catch {
    return false // damaged or cut short: unpacking it says so in better words
  } finally {
    await handle.close()
  }
}

/** @throws {UnreadableFile} once a file unpacks to far more than any record does */
export function refuseBomb(unpacked: number, packed: number): void {
  if (unpacked > RATIO_FROM_BYTES && unpacked > packed * RATIO_MAX)
    throw new UnreadableFile(`it unpacks to more than ${RATIO_MAX} times its size`)
}

/** The words for an error of zlib; other errors come back as they are. */
export function gzipProblem(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return new HalfWritten('the gzip data ends too early')
  return code?.startsWith('Z_') ? new UnreadableFile(`the gzip data is damaged: ${message}`) : error
}

/** The name of a member as a relative path with `/`, or why it has none. */
function memberName(given: string): { name: string } | { reason: string } {
  const name = given.replaceAll('\\', '/').replace(/^(\.\/+)+/, '')
  if (name.length > NAME_LENGTH_MAX) return { reason: `its name has more than ${NAME_LENGTH_MAX} characters` }
  if (name === '' || name.includes('\u0000')) return { reason: 'its name is empty or broken' }
  if (name.startsWith('/') || /^[a-z]:\//i.test(name)) return { reason: 'its name leads out of the archive' }
  if (name.split('/').includes('..')) return { reason: 'its name leads out of the archive' }
  return { name: name.toWellFormed() }
}

const PLACE_LENGTH = 200

class Findings implements Unpacked {
  readonly rejected: Rejected[] = []
  private readonly others = new Map<string, number>()

  reject(place: string, reason: string): void {
    this.rejected.push({ line: null, place: place.slice(0, PLACE_LENGTH).toWellFormed(), reason })
  }

  skip(what: string): void {
    this.others.set(what, (this.others.get(what) ?? 0) + 1)
  }

  get unparsed(): Unparsed[] {
    return [...this.others].map(([name, count]) => ({ kind: 'unknown-file', name, count, sample: null }))
  }
}

/**
 * Writes the members of an archive into a pack, within limits on their number, their size and how far they unpack.
 * Members that cannot be taken are told; the rest is there.
 * @throws {UnreadableFile} when the archive as a whole is refused
 */
export async function unpackArchive(file: string, format: ArchiveFormat, pack: PackWriter): Promise<Unpacked> {
  const { size } = await stat(file)
  const guarded = { size, check: () => refuseBomb(pack.bytes, size) }
  return format === 'zip' ? unpackZip(file, pack, guarded) : unpackTar(file, format === 'tar.gz', pack, guarded)
}

interface Guard {
  size: number
  check: () => void
}

async function unpackTar(file: string, isGzip: boolean, pack: PackWriter, guard: Guard): Promise<Unpacked> {
  const findings = new Findings()
  const problems: string[] = []
  let failure: unknown = null
  let members = 0
  const { Parser } = await import('tar')
  const parser = new Parser({
    onReadEntry: (entry) => {
      members += 1
      if (failure === null) takeTarEntry(entry, pack, findings, guard, (error) => (failure ??= error))
      else entry.resume()
    },
    onwarn: (code, message) => problems.push(`${code} ${String(message)}`),
  })
  const source = createReadStream(file, { highWaterMark: 2 ** 20 })
  let unpacked = 0
  try {
    for await (const chunk of isGzip ? unzipped(source) : source) {
      unpacked += (chunk as Buffer).length
      if (unpacked > PACKED_BYTES_MAX) throw new UnreadableFile('unpacked it is larger than 16 GiB')
      refuseBomb(unpacked, guard.size)
      parser.write(chunk as Buffer)
      if (failure !== null) throw failure
      if (members > PACKED_FILES_MAX) throw new UnreadableFile(TOO_MANY)
    }
    parser.end()
  } catch (error) {
    source.destroy()
    const problem = isGzip ? gzipProblem(error) : error
    // What was read whole before the damage is taken, and the damage told.
    if (!(problem instanceof UnreadableFile) || problem === failure || pack.files().length === 0) throw problem
    if (!/gzip/.test(problem.message)) throw problem
    findings.reject('', problem.message)
  }
  for (const problem of problems) {
    if (/Truncated|TAR_BAD_ARCHIVE/.test(problem)) findings.reject('', 'the tar archive ends too early or is damaged')
    else if (/TAR_ENTRY_INVALID/.test(problem)) findings.skip('damaged headers in the archive')
  }
  return findings
}

async function* unzipped(source: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 2 ** 20 })
  source.on('error', (error) => gunzip.destroy(error))
  yield* source.pipe(gunzip)
}

const FILE_TYPES = new Set(['File', 'OldFile', 'ContiguousFile'])

function takeTarEntry(
  entry: ReadEntry,
  pack: PackWriter,
  findings: Findings,
  guard: Guard,
  fail: (error: unknown) => void,
): void {
  const named = memberName(entry.path)
  if (!FILE_TYPES.has(entry.type)) {
    if (entry.type !== 'Directory' && entry.type !== 'GNUDumpDir') findings.skip('links and devices in the archive')
    entry.resume()
    return
  }
  if ('reason' in named) {
    findings.reject(entry.path, named.reason)
    entry.resume()
    return
  }
  let written = 0
  const attempt = (action: () => void) => {
    try {
      action()
    } catch (error) {
      pack.abandon()
      fail(error)
    }
  }
  attempt(() => pack.begin(named.name, timeOf(entry.mtime)))
  entry.on('data', (chunk) => {
    written += chunk.length
    attempt(() => {
      pack.write(chunk)
      guard.check()
    })
  })
  entry.on('end', () => (written === entry.size ? pack.finish() : pack.abandon()))
}

function timeOf(at: Date | undefined): string | null {
  const ms = at?.getTime() ?? Number.NaN
  return Number.isFinite(ms) && ms > 0 && ms < Date.parse('9999-12-31') ? isoFromMs(ms) : null
}

async function unpackZip(file: string, pack: PackWriter, guard: Guard): Promise<Unpacked> {
  const findings = new Findings()
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(file, { lazyEntries: true, decodeStrings: false, autoClose: false }).catch(
    (error: Error) => {
      throw new HalfWritten(`the zip archive is damaged or cut short: ${error.message}`)
    },
  )
  try {
    if (zip.entryCount > PACKED_FILES_MAX) throw new UnreadableFile(TOO_MANY)
    for await (const entry of zip.eachEntry()) await takeZipEntry(zip, entry, pack, findings, guard)
  } catch (error) {
    if (error instanceof UnreadableFile || (error as NodeJS.ErrnoException).code?.startsWith('E')) throw error
    if (pack.files().length === 0) throw new UnreadableFile(`the zip archive is damaged: ${messageOf(error)}`)
    findings.reject('', `the zip archive is damaged: ${messageOf(error)}`)
  } finally {
    zip.close()
  }
  return findings
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function takeZipEntry(
  zip: ZipFile,
  entry: Entry,
  pack: PackWriter,
  findings: Findings,
  guard: Guard,
): Promise<void> {
  const { getFileNameLowLevel } = await import('yauzl')
  const given = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
  if (given.endsWith('/')) return
  const named = memberName(given)
  if ('reason' in named) return findings.reject(given, named.reason)
  if (entry.isEncrypted()) return findings.reject(given, 'it is encrypted')
  if (!entry.canDecodeFileData())
    return findings.reject(given, `its compression (method ${entry.compressionMethod}) is not known here`)
  refuseBomb(pack.bytes + entry.uncompressedSize, guard.size)
  pack.begin(named.name, timeOf(entry.getLastModDate()))
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream) {
      pack.write(chunk as Buffer)
      guard.check()
    }
    pack.finish()
  } catch (error) {
    pack.abandon()
    if (error instanceof UnreadableFile) throw error
    findings.reject(given, `it is damaged: ${messageOf(error)}`)
  }
}
