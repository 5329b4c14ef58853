import 'server-only'
import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { parseLine } from '@/lib/sources/parse-line'
import type { Batch, JsonlReader, LineReading, LineResult } from '@/lib/sources/reader'

/** No request to a model is longer, so no record of one is: such a line is refused and the rest goes on. */
const LINE_BYTES_MAX = 32 * 2 ** 20
const BATCH_RECORDS = 1000
const BATCH_LINES = 2_000
/** Batches of large lines are small in number, so that memory stays bounded. */
const BATCH_CHARS = 1.5 * 2 ** 20

interface Line {
  number: number
  text: string | null
  /** Bytes up to and including this line's end. */
  offset: number
  terminated: boolean
  /** True when its bytes are no UTF-8; what could not be read became U+FFFD. */
  invalid: boolean
}

function decoded(length: number, parts: readonly Buffer[]): Pick<Line, 'text' | 'invalid'> {
  if (length > LINE_BYTES_MAX) return { text: null, invalid: false }
  const [only] = parts
  const bytes = parts.length === 1 && only ? only : Buffer.concat(parts)
  return { text: bytes.toString('utf8'), invalid: !isUtf8(bytes) }
}

/** What a file is read from: a stream from a byte on, or all of it. */
type Opened = Readable | Buffer

const linesOf = (opened: Opened, start: { offset: number; line: number }) =>
  Buffer.isBuffer(opened) ? linesIn(opened, start) : linesFrom(opened, start)

/** Lines of a whole file in memory. */
function* linesIn(bytes: Buffer, start: { offset: number; line: number }): Generator<Line> {
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
async function* linesFrom(stream: Readable, start: { offset: number; line: number }): AsyncGenerator<Line> {
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

/** Why a text is not read as lines: none of the first ones is JSON. */
export const NO_JSON = 'it is neither a database nor lines of JSON'

/** How many values at the start of a file are shown to the readers. */
const DETECT_VALUES = 50

/** Which reader knows the file, asked with its first values; else why none does. */
async function detect(open: (start: number) => Opened, readers: readonly JsonlReader[]) {
  let [values, broken] = [0, 0]
  for await (const line of linesOf(open(0), { offset: 0, line: 0 })) {
    const parsed = parseLine(line.text)
    if (parsed.values.length === 0 && parsed.reason !== null) broken += 1
    for (const value of parsed.values) {
      values += 1
      for (const reader of readers) {
        const detected = reader.detect(value)
        if (detected) return { reader, systemVersion: detected.systemVersion }
      }
    }
    if (values >= DETECT_VALUES || broken > 20) break
  }
  return values > 0 ? 'no reader knows its records' : NO_JSON
}

export interface OpenedJsonl {
  reader: JsonlReader
  systemVersion: string
  read: (cursor: unknown) => AsyncGenerator<Batch>
}

interface ReadOptions {
  /** Where the file was found: a hint for readers, never what decides. */
  path?: string
  /** The reader that read the file before, when it is read on. */
  known?: { reader: JsonlReader; systemVersion: string } | null
  /** The file is being written: a broken last line is not yet a fault. */
  growing?: boolean
}

/** Where reading goes on, and what the reader knew there. */
export interface JsonlCursor {
  offset: number
  line: number
  state?: unknown
}

/**
 * Opens a file of JSON lines. Reading goes on at a byte offset; a last line without its end is taken only when it is
 * whole JSON, so that a file that is being written is never misread.
 * @returns the reader and its batches, or the reason in words
 */
export async function readJsonl(
  open: (start: number) => Opened,
  bytes: number,
  readers: readonly JsonlReader[],
  { path = '', known = null, growing = false }: ReadOptions = {},
): Promise<OpenedJsonl | string> {
  const found = known ?? (await detect(open, readers))
  if (typeof found === 'string') return found
  const { reader, systemVersion } = found

  async function* read(cursor: unknown): AsyncGenerator<Batch> {
    const from = (cursor as JsonlCursor | null) ?? { offset: 0, line: 0 }
    const start = { offset: from.offset, line: from.line }
    const reading = reader.open({ state: from.state ?? null, path })
    let batch = newBatch(start)
    let [lines, size] = [0, 0]
    for await (const line of linesOf(open(start.offset), start)) {
      const broken = takeLine(batch, reading, line, growing)
      // A broken last line may be half written: it is read again when the file has grown.
      if (line.terminated || !broken) batch.cursor = { offset: line.offset, line: line.number }
      lines += 1
      size += line.text?.length ?? 0
      if (batch.records.length < BATCH_RECORDS && lines < BATCH_LINES && size < BATCH_CHARS) continue
      yield finished(batch, reading, Math.min(1, line.offset / bytes))
      batch = newBatch(batch.cursor)
      ;[lines, size] = [0, 0]
    }
    yield finished(batch, reading, 1)
  }
  return { reader, systemVersion, read }
}

function newBatch(cursor: unknown): Batch {
  return { records: [], rejected: [], unparsed: [], dropped: [], cursor, done: 0 }
}

function finished(batch: Batch, reading: LineReading, done: number): Batch {
  batch.records.push(...reading.gather())
  return { ...batch, cursor: { ...(batch.cursor as object), state: reading.state() }, done }
}

/** Hands one line to the reader. @returns whether it was broken */
function takeLine(batch: Batch, reading: LineReading, line: Line, growing: boolean): boolean {
  const { values, reason, repairs } = parseLine(line.text)
  const { number } = line
  if (growing && !line.terminated && reason !== null) return true
  for (const name of [...repairs, ...(line.invalid ? ['bytes that are no UTF-8'] : [])])
    batch.unparsed.push({ kind: 'repaired-text', name, count: 1, sample: `line ${number}` })
  values.forEach((value, part) => {
    take(batch, reading, value, number, part)
  })
  if (reason === null) return false
  batch.rejected.push({ line: number, place: `line ${number}`, reason })
  return values.length === 0
}

function take(batch: Batch, reading: LineReading, value: unknown, line: number, part: number): void {
  let result: LineResult
  try {
    result = reading.readLine(value, line, part)
  } catch (error) {
    // A reader must not throw; when it does, one record is lost and named, not the file.
    result = { rejected: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
  if ('rejected' in result) {
    batch.rejected.push({ line, place: `line ${line}`, reason: result.rejected })
    return
  }
  for (const record of result.records) batch.records.push(record)
  if (result.unparsed) batch.unparsed.push(...result.unparsed)
  if (result.dropped) batch.dropped.push(...result.dropped)
}
