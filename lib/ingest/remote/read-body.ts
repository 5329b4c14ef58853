import 'server-only'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { BackendProblem } from './backend-problem'

export interface BodyLimits {
  /** Unpacked bytes of one answer. */
  bodyBytes: number
  /** How many times an answer may grow when it is unpacked, once it has more than `ratioFrom` bytes. */
  ratio: number
  ratioFrom: number
}

const UNPACK: Record<string, (() => NodeJS.ReadWriteStream) | null> = {
  '': null,
  identity: null,
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** What may be sent packed. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

/** Streams of bytes hand on bytes; their type allows text too. */
const asBytes = (part: Buffer | string): Buffer => (typeof part === 'string' ? Buffer.from(part) : part)

const mib = (bytes: number) => `${Math.floor(bytes / 2 ** 20).toLocaleString('en')} MiB`
const amount = (bytes: number) => (bytes >= 2 ** 20 ? mib(bytes) : `${bytes.toLocaleString('en')} bytes`)

/**
 * The text of an answer, unpacked while it comes; it is broken off at the limit, so that nothing larger is ever in memory.
 * @param what the request in words, which begin the message
 * @throws {BackendProblem} when it is too large, grows too much, or is packed in a way that is not known
 */
export async function readBody(
  body: AsyncIterable<Buffer>,
  of: { encoding: string; what: string; limits: BodyLimits; onBytes: (bytes: number) => void },
): Promise<string> {
  const { encoding, what, limits, onBytes } = of
  const unpack = Object.hasOwn(UNPACK, encoding) ? UNPACK[encoding] : undefined
  if (unpack === undefined)
    throw new BackendProblem(`${what} was answered in a packing that is not known (${encoding.slice(0, 60)}).`)
  const parts: Buffer[] = []
  const seen = { packed: 0, unpacked: 0 }
  async function* counted(source: AsyncIterable<Buffer | string>) {
    for await (const part of source) {
      const chunk = asBytes(part)
      seen.packed += chunk.length
      onBytes(chunk.length)
      yield chunk
    }
  }
  async function collect(source: AsyncIterable<Buffer | string>) {
    for await (const part of source) {
      const chunk = asBytes(part)
      seen.unpacked += chunk.length
      const problem = sizeProblem(seen, limits)
      if (problem) throw new BackendProblem(`${what} ${problem}`)
      parts.push(chunk)
    }
  }
  if (unpack === null) await collect(counted(body))
  else await unpacked(() => pipeline(body, counted, unpack() as NodeJS.ReadWriteStream, collect), what)
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}

function sizeProblem({ packed, unpacked }: { packed: number; unpacked: number }, limits: BodyLimits): string | null {
  if (unpacked > limits.ratioFrom && unpacked > packed * limits.ratio)
    return `was answered with ${amount(packed)} that unpack to more than ${limits.ratio} times as much; it was broken off and not used.`
  if (unpacked > limits.bodyBytes)
    return `was answered with more than ${amount(limits.bodyBytes)}; it was broken off and not used.`
  return null
}

async function unpacked(work: () => Promise<void>, what: string): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!/^Z_|^ERR__?(BROTLI|ERROR)|BROTLI/.test(code)) throw error
    throw new BackendProblem(`${what} was answered with a packed text that is broken (${code}).`)
  }
}
