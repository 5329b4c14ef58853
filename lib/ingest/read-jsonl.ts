import 'server-only'
import type { Readable } from 'node:stream'
import type { Batch, JsonlReader, LineReading } from '@/lib/sources/reader'

/** A longer line is no record anybody wrote on purpose; it is refused and the rest goes on. */
const LINE_BYTES_MAX = 64 * 2 ** 20
const BATCH_RECORDS = 500
const BATCH_LINES = 2_000

interface Line {
  number: number
  text: string | null
  /** Bytes up to and including this line's end. */
  offset: number
  terminated: boolean
}

/** Lines with their numbers and byte offsets; a line over the cap comes as null and is never held whole. */
async function* linesOf(stream: Readable, start: { offset: number; line: number }): AsyncGenerator<Line> {
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
      const text =
        length > LINE_BYTES_MAX ? null : Buffer.concat([...parts, bytes.subarray(from, end)]).toString('utf8')
      parts = []
      size = 0
      from = end + 1
      yield { number, text, offset, terminated: true }
    }
    const rest = bytes.subarray(from)
    offset += rest.length
    size += rest.length
    if (size <= LINE_BYTES_MAX) parts.push(rest)
    else parts = []
  }
  if (size > 0) {
    const text = size > LINE_BYTES_MAX ? null : Buffer.concat(parts).toString('utf8')
    yield { number: number + 1, text, offset, terminated: false }
  }
}

type Parsed = { value: unknown } | { reason: string } | null

/** A line as JSON, the reason it is none, or null for an empty line. */
function parseLine(text: string | null): Parsed {
  if (text === null) return { reason: 'the line is longer than 64 MiB' }
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed === '') return null
  try {
    return { value: JSON.parse(trimmed) as unknown }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const reason = /end of JSON input|Unterminated/i.test(message) ? 'unexpected end of input' : 'unexpected text'
    return { reason: `not JSON: ${reason}` }
  }
}

/** Which reader knows the file, asked with its first line that is JSON; else why none does. */
async function detect(open: (start: number) => Readable, readers: readonly JsonlReader[]) {
  let tried = 0
  for await (const line of linesOf(open(0), { offset: 0, line: 0 })) {
    const parsed = parseLine(line.text)
    if (parsed === null) continue
    if (!('value' in parsed) && ++tried > 20) break
    if (!('value' in parsed)) continue
    for (const reader of readers) {
      const detected = reader.detect(parsed.value)
      if (detected) return { reader, systemVersion: detected.systemVersion }
    }
    return 'no reader knows its records'
  }
  return 'it is neither a database nor lines of JSON'
}

export interface OpenedJsonl {
  reader: JsonlReader
  systemVersion: string
  read: (cursor: unknown) => AsyncGenerator<Batch>
}

/**
 * Opens a file of JSON lines. Reading goes on at a byte offset; a last line without its end is taken only when it is
 * whole JSON, so that a file that is being written is never misread.
 * @returns the reader and its batches, or the reason in words
 */
export async function readJsonl(
  open: (start: number) => Readable,
  bytes: number,
  readers: readonly JsonlReader[],
  path = '',
): Promise<OpenedJsonl | string> {
  const found = await detect(open, readers)
  if (typeof found === 'string') return found
  const { reader, systemVersion } = found

  async function* read(cursor: unknown): AsyncGenerator<Batch> {
    const from = (cursor as { offset: number; line: number; state?: unknown } | null) ?? { offset: 0, line: 0 }
    const start = { offset: from.offset, line: from.line }
    const reading = reader.open({ state: from.state ?? null, path })
    let batch = newBatch(start)
    let lines = 0
    for await (const line of linesOf(open(start.offset), start)) {
      const parsed = parseLine(line.text)
      const broken = parsed !== null && !('value' in parsed)
      if (broken) batch.rejected.push({ line: line.number, place: `line ${line.number}`, reason: parsed.reason })
      else if (parsed !== null) take(batch, reading, parsed.value, line.number)
      // A broken last line may be half written: it is read again when the file has grown.
      if (line.terminated || !broken) batch.cursor = { offset: line.offset, line: line.number }
      lines += 1
      if (batch.records.length < BATCH_RECORDS && lines < BATCH_LINES) continue
      yield finished(batch, reading, Math.min(1, line.offset / bytes))
      batch = newBatch(batch.cursor)
      lines = 0
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

function take(batch: Batch, reading: LineReading, value: unknown, line: number): void {
  const result = reading.readLine(value, line, 0)
  if ('rejected' in result) {
    batch.rejected.push({ line, place: `line ${line}`, reason: result.rejected })
    return
  }
  batch.records.push(...result.records)
  batch.unparsed.push(...(result.unparsed ?? []))
  batch.dropped.push(...(result.dropped ?? []))
}
