import 'server-only'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { encodingOf, lineEndIn, lineEndLength, type TextEncoding } from '@/lib/sources/text-encoding'

/** What one reply may carry of a record. */
export const RAW_MAX = 4 * 2 ** 20
const GZIP = [0x1f, 0x8b] as const

export interface FoundLine {
  /** Null when there are fewer lines. */
  line: Buffer | null
  encoding: TextEncoding
  /** Of the whole line. */
  bytes: number
  /** Of the first `hashBytes` of the file, when that was asked for. */
  sha256: string | null
}

interface Options {
  gzip: boolean
  /** Read this much and no more, and give its hash: tells whether a file still begins as it did. */
  hashBytes?: number
  /** Only this part of the file is looked at, as if it were one. */
  part?: { offset: number; bytes: number }
}

function open(file: string, { gzip, hashBytes, part }: Options): Readable {
  if (part?.bytes === 0) return Readable.from([])
  const end = hashBytes === undefined ? {} : { end: Math.max(0, hashBytes - 1) }
  const range = part === undefined ? end : { start: part.offset, end: part.offset + part.bytes - 1 }
  const source = createReadStream(file, range)
  if (!gzip) return source
  const unpacked = createGunzip()
  source.on('error', (error) => unpacked.destroy(error))
  return source.pipe(unpacked)
}

/**
 * One line of a file, counted from 1, in one pass and constant memory; at most RAW_MAX of it.
 * @throws what reading throws: a missing or damaged file
 */
export async function readLine(file: string, number: number, options: Options): Promise<FoundLine> {
  const kept: Buffer[] = []
  let held = 0
  let bytes = 0
  let at = 1
  let seen = false
  const hash = options.hashBytes === undefined ? null : createHash('sha256')
  const take = (piece: Buffer) => {
    seen = true
    bytes += piece.length
    if (held >= RAW_MAX) return
    // A copy: a view would keep the whole chunk alive.
    kept.push(Buffer.from(piece.subarray(0, RAW_MAX - held)))
    held += Math.min(piece.length, RAW_MAX - held)
  }
  let encoding: TextEncoding | null = null
  let half: Buffer = Buffer.alloc(0)
  for await (const chunk of open(file, options) as AsyncIterable<Buffer>) {
    hash?.update(chunk)
    const all = half.length === 0 ? chunk : Buffer.concat([half, chunk])
    encoding ??= encodingOf(all)
    // Half a character waits for its other half.
    const part = all.subarray(0, all.length - (all.length % lineEndLength(encoding)))
    half = all.subarray(part.length)
    let from = 0
    while (at <= number) {
      const end = lineEndIn(part, from, encoding)
      if (at === number && from < part.length) take(part.subarray(from, end === -1 ? part.length : end))
      if (end === -1) break
      at += 1
      from = end + lineEndLength(encoding)
    }
    if (at > number && !hash) break
  }
  const sha256 = hash?.digest('hex') ?? null
  return { line: seen ? Buffer.concat(kept) : null, encoding: encoding ?? 'utf8', bytes, sha256 }
}

/**
 * The beginning of a file, at most RAW_MAX of it; `sha256` is of the first `hashBytes`, when that was asked for.
 * @throws what reading throws: a missing or damaged file
 */
export async function readBeginning(file: string, options: Options): Promise<{ text: Buffer; sha256: string | null }> {
  const kept: Buffer[] = []
  let held = 0
  const hash = options.hashBytes === undefined ? null : createHash('sha256')
  for await (const chunk of open(file, options) as AsyncIterable<Buffer>) {
    hash?.update(chunk)
    kept.push(Buffer.from(chunk.subarray(0, RAW_MAX - held)))
    held += Math.min(chunk.length, RAW_MAX - held)
    if (held >= RAW_MAX && !hash) break
  }
  return { text: Buffer.concat(kept), sha256: hash?.digest('hex') ?? null }
}

/** True when a file begins as gzip does. */
export async function isGzip(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { end: 1 }) as AsyncIterable<Buffer>) {
    return chunk[0] === GZIP[0] && chunk[1] === GZIP[1]
  }
  return false
}
