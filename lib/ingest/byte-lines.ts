import 'server-only'
import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { decodeText, lineEndIn, lineEndLength, type TextEncoding } from '@/lib/sources/text-encoding'

/** No request to a model is longer, so no record of one is: such a line is refused and the rest goes on. */
const LINE_BYTES_MAX = 32 * 2 ** 20

/** One line of a file. */
export interface ByteLine {
  number: number
  /** Null when it is longer than 32 MiB. */
  text: string | null
  /** Bytes up to and including this line's end. */
  offset: number
  terminated: boolean
  /** True when its bytes are no text of the encoding; what could not be read became U+FFFD. */
  invalid: boolean
}

/** What a file is read from: a stream from a byte on, or all of it. */
export type Opened = Readable | Buffer

/** Where reading begins. */
interface Start {
  offset: number
  line: number
}

/** The lines of a file from a place on. `opened` is a stream that begins there, or the whole file. */
export function linesOf(
  opened: Opened,
  start: Start,
  encoding: TextEncoding = 'utf8',
): Iterable<ByteLine> | AsyncIterable<ByteLine> {
  if (encoding !== 'utf8') return wideLines(opened, start, encoding)
  return Buffer.isBuffer(opened) ? linesIn(opened, start) : linesFrom(opened, start)
}

function decoded(length: number, parts: readonly Buffer[]): Pick<ByteLine, 'text' | 'invalid'> {
  if (length > LINE_BYTES_MAX) return { text: null, invalid: false }
  const [only] = parts
  const bytes = parts.length === 1 && only ? only : Buffer.concat(parts)
  return { text: bytes.toString('utf8'), invalid: !isUtf8(bytes) }
}

/** Lines of a whole file in memory. */
function* linesIn(bytes: Buffer, start: Start): Generator<ByteLine> {
  let { offset: from, line: number } = start
  for (let end = bytes.indexOf(10, from); end !== -1; end = bytes.indexOf(10, from)) {
    number += 1
    const line = decoded(end - from, [bytes.subarray(from, end)])
    from = end + 1
    yield { number, ...line, offset: from, terminated: true }
  }
  if (from < bytes.length) {
    const rest = bytes.subarray(from)
    yield { number: number + 1, ...decoded(rest.length, [rest]), offset: bytes.length, terminated: false }
  }
}

/** Lines with their numbers and byte offsets; a line over the cap comes as null and is never held whole. */
async function* linesFrom(stream: Readable, start: Start): AsyncGenerator<ByteLine> {
  let { offset, line: number } = start
  let parts: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    let from = 0
    const bytes = chunk as Buffer
    for (let end = bytes.indexOf(10, from); end !== -1; end = bytes.indexOf(10, from)) {
      const length = size + end - from
      offset += end - from + 1
      number += 1
      const line = decoded(length, [...parts, bytes.subarray(from, end)])
      parts = []
      size = 0
      from = end + 1
      yield { number, ...line, offset, terminated: true }
    }
    const rest = bytes.subarray(from)
    offset += rest.length
    size += rest.length
    if (size <= LINE_BYTES_MAX) parts.push(rest)
    else parts = []
  }
  if (size > 0) {
    yield { number: number + 1, ...decoded(size, parts), offset, terminated: false }
  }
}

/** Lines of UTF-16, whose line end is two bytes at an even place. */
async function* wideLines(opened: Opened, start: Start, encoding: 'utf16le' | 'utf16be'): AsyncGenerator<ByteLine> {
  const endLength = lineEndLength(encoding)
  let { offset, line: number } = start
  let parts: Buffer[] = []
  let size = 0
  let odd: Buffer = Buffer.alloc(0)
  const lineOf = (length: number, pieces: readonly Buffer[]) => {
    if (length > LINE_BYTES_MAX) return { text: null, invalid: false }
    const text = decodeText(Buffer.concat(pieces), encoding)
    return { text, invalid: text.includes('\uFFFD') }
  }
  for await (const chunk of Buffer.isBuffer(opened) ? [opened.subarray(start.offset)] : opened) {
    const bytes = odd.length === 0 ? (chunk as Buffer) : Buffer.concat([odd, chunk as Buffer])
    const whole = bytes.length - (bytes.length % 2)
    odd = bytes.subarray(whole)
    let from = 0
    for (let end = lineEndIn(bytes, from, encoding); end !== -1; end = lineEndIn(bytes, from, encoding)) {
      const line = lineOf(size + end - from, [...parts, bytes.subarray(from, end)])
      offset += end - from + endLength
      number += 1
      parts = []
      size = 0
      from = end + endLength
      yield { number, ...line, offset, terminated: true }
    }
    const rest = bytes.subarray(from, whole)
    offset += rest.length
    size += rest.length
    if (size <= LINE_BYTES_MAX) parts.push(rest)
    else parts = []
  }
  // Half a character at the end is no line of its own.
  if (size > 0)
    yield { number: number + 1, ...lineOf(size, [...parts, odd]), offset: offset + odd.length, terminated: false }
}
