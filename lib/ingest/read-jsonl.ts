import 'server-only'
import { parseLine } from '@/lib/sources/parse-line'
import type { Batch, JsonlReader, LineReading, LineResult } from '@/lib/sources/reader'
import { type ByteLine, linesOf, type Opened } from './byte-lines'
import { type LineCursor, lineBatches } from './line-batches'

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

  function read(cursor: unknown): AsyncGenerator<Batch> {
    const from = (cursor as LineCursor | null) ?? { offset: 0, line: 0 }
    const start = { offset: from.offset, line: from.line }
    const reading = reader.open({ state: from.state ?? null, path })
    return lineBatches(linesOf(open(start.offset), start), start, bytes, {
      // A broken last line may be half written: it is read again when the file has grown.
      take: (batch, line) => takeLine(batch, reading, line, growing),
      finish: (batch) => {
        batch.records.push(...reading.gather())
        return { state: reading.state() }
      },
    })
  }
  return { reader, systemVersion, read }
}

/** Hands one line to the reader. @returns whether it was broken */
function takeLine(batch: Batch, reading: LineReading, line: ByteLine, growing: boolean): boolean {
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
