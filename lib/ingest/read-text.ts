import 'server-only'
import type { Batch, LineResult, TextReader, TextReading } from '@/lib/sources/reader'
import { encodingOf, type TextEncoding } from '@/lib/sources/text-encoding'
import { type ByteLine, linesOf, type Opened } from './byte-lines'
import { type LineCursor, lineBatches } from './line-batches'

/** So much of the beginning of a file is shown to the readers: programs print a page of their own before they log. */
const DETECT_LINES = 500
const DETECT_CHARS = 2 ** 20
const DETECT_LINE_CHARS = 1_000

interface ReadOptions {
  /** Where the file was found: a hint for readers, never what decides. */
  path: string
  /** The operator said which system it is of. */
  asked: boolean
  /** The file is being written: a last line without its end is left until it has one. */
  growing: boolean
}

/** The text of a line without its mark and carriage return. */
const withoutEnds = (text: string) => text.replace(/^\uFEFF/, '').replace(/\r$/, '')

/** The encoding of a file; asked of its beginning, which does not change while it grows. */
async function encodingIn(open: (start: number) => Opened): Promise<TextEncoding> {
  const opened = open(0)
  if (Buffer.isBuffer(opened)) return encodingOf(opened)
  for await (const chunk of opened) return encodingOf(chunk as Buffer)
  return 'utf8'
}

async function firstLines(open: (start: number) => Opened, encoding: TextEncoding): Promise<string[]> {
  const lines: string[] = []
  let chars = 0
  for await (const { text } of linesOf(open(0), { offset: 0, line: 0 }, encoding)) {
    lines.push(withoutEnds(text?.slice(0, DETECT_LINE_CHARS) ?? ''))
    chars += text?.length ?? DETECT_CHARS
    if (lines.length >= DETECT_LINES || chars >= DETECT_CHARS) break
  }
  return lines
}

/**
 * Opens a log in plain text, UTF-8 or UTF-16 with or without a mark. Reading goes on at a byte offset, with the state
 * from before the last line where that had no end.
 * @returns the reader and its batches, or null when no reader knows the lines
 */
export async function readText(
  open: (start: number) => Opened,
  bytes: number,
  readers: readonly TextReader[],
  { path, asked, growing }: ReadOptions,
): Promise<{ reader: TextReader; systemVersion: string; read: (cursor: unknown) => AsyncGenerator<Batch> } | null> {
  if (readers.length === 0) return null
  const encoding = await encodingIn(open)
  const lines = await firstLines(open, encoding)
  for (const reader of readers) {
    const detected = reader.detect(lines, asked)
    if (!detected) continue
    const read = (cursor: unknown) => {
      const from = (cursor as LineCursor | null) ?? { offset: 0, line: 0 }
      const start = { offset: from.offset, line: from.line }
      const hands = new TextHands(reader.open({ state: from.state ?? null, path }), growing)
      return lineBatches(linesOf(open(start.offset), start, encoding), start, bytes, hands)
    }
    const mark = encoding === 'utf8' ? '' : `, ${encoding === 'utf16le' ? 'UTF-16' : 'UTF-16, big-endian'}`
    return { reader, systemVersion: `${detected.systemVersion}${mark}`, read }
  }
  return null
}

class TextHands {
  /** The state before a last line that may yet go on. */
  private before: { state: unknown } | null = null

  constructor(
    private readonly reading: TextReading,
    private readonly growing: boolean,
  ) {}

  take(batch: Batch, line: ByteLine): boolean {
    const { number, text, invalid, terminated } = line
    if (!terminated) {
      if (this.growing) return true
      this.before = { state: this.reading.state() }
    }
    if (invalid)
      batch.unparsed.push({ kind: 'repaired-text', name: 'broken characters', count: 1, sample: `line ${number}` })
    add(batch, number, () =>
      text === null ? { rejected: 'the line is longer than 32 MiB' } : this.reading.readLine(withoutEnds(text), number),
    )
    return !terminated
  }

  finish(batch: Batch, isEnd: boolean): { state: unknown } {
    if (!isEnd) return this.before ?? { state: this.reading.state() }
    add(batch, null, () => this.reading.finish())
    return this.before ?? { state: this.reading.state() }
  }
}

/** A reader must not throw; when it does, one line is lost and named, not the file. */
function add(batch: Batch, line: number | null, read: () => LineResult): void {
  let result: LineResult
  try {
    result = read()
  } catch (error) {
    result = { rejected: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
  if ('rejected' in result) {
    batch.rejected.push({ line, place: line === null ? 'end of the file' : `line ${line}`, reason: result.rejected })
    return
  }
  for (const record of result.records) batch.records.push(record)
  if (result.unparsed) batch.unparsed.push(...result.unparsed)
  if (result.dropped) batch.dropped.push(...result.dropped)
}
