import { wrongUse } from './command-error'

const LOOKED_AT = 8_192
/** Beginnings of files that no one means to read line by line. */
const MAGIC: readonly (readonly [string, string])[] = [
  ['SQLite format 3\u0000', 'an SQLite database'],
  ['\u001f\u008b', 'a gzip archive; unpack it first (gzip -dc FILE | pitwall patterns mine -)'],
  ['PK\u0003\u0004', 'a zip archive'],
  ['\u0028\u00b5\u002f\u00fd', 'a zstd archive; unpack it first (zstd -dc FILE | pitwall patterns mine -)'],
  ['\u007fELF', 'a program'],
  ['\u0089PNG', 'a picture'],
  ['%PDF-', 'a PDF'],
]
/** Some logs hold a few NULs; a text of other bytes holds many. */
const NUL_SHARE_MAX = 0.1

/**
 * Chunks of a text file as UTF-8. A file of UTF-16 is recognised by its mark or by a NUL in every second byte.
 * @throws {CommandError} exit 2 when the first chunk is that of a binary file
 */
export async function* decodeChunks(stream: AsyncIterable<Buffer | string>, file: string): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null = null
  let isFirst = true
  for await (const piece of stream) {
    const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece
    if (isFirst) {
      isFirst = false
      const encoding = encodingOf(chunk.subarray(0, LOOKED_AT), file)
      if (encoding !== 'utf-8') decoder = new TextDecoder(encoding)
    }
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8') : chunk
  }
}

function encodingOf(head: Buffer, file: string): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const text = head.toString('latin1')
  const known = MAGIC.find(([magic]) => text.startsWith(magic))
  if (known) throw wrongUse(`${file} is ${known[1]}, no text.`)
  const [even, odd] = nulShares(head)
  if (odd > 0.4 && even < NUL_SHARE_MAX) return 'utf-16le'
  if (even > 0.4 && odd < NUL_SHARE_MAX) return 'utf-16be'
  if (Math.max(even, odd) > NUL_SHARE_MAX) throw wrongUse(`${file} is binary, no text.`)
  return 'utf-8'
}

/** The share of NULs among bytes at even and at odd places. */
function nulShares(head: Buffer): [even: number, odd: number] {
  const counts: [number, number] = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) counts[at % 2 === 0 ? 0 : 1] += 1
  const half = Math.max(1, head.length / 2)
  return [counts[0] / half, counts[1] / half]
}
