import 'server-only'
import { createReadStream } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import type { Body } from './file-body'
import type { Growth } from './file-history'
import { readJsonl } from './read-jsonl'
import { readText } from './read-text'
import { jsonlReaders, textReaders } from './readers'
import { type FileOptions, factsOf, type Reading, wantedBy } from './reading'

const READ_BYTES = 2 ** 20
/** Beyond this a file is a stream of many batches. */
const LARGE_BYTES = 64 * 2 ** 20

/** Opens what is read from a byte on. */
const openerOf = (body: Body) => (start: number) => {
  const from = body.offset + start
  const end = Math.max(from, body.offset + body.bytes) - 1
  return body.memory ?? createReadStream(body.file, { start: from, end, highWaterMark: READ_BYTES })
}

/** A log of one system, known by its first lines; the rest of it is never looked at for that. */
export async function openLog(body: Body, options: FileOptions, place: string): Promise<Reading | null> {
  const asked = options.as !== null
  const readers = textReaders.filter(wantedBy(options))
  const opened = await readText(openerOf(body), body.bytes, readers, { path: place, asked, growing: options.live })
  if (opened === null) return null
  if (body.bytes > LARGE_BYTES) keepHeapSmall()
  return {
    kind: 'lines',
    ...factsOf(opened.reader, options),
    ownSessions: true,
    systemVersion: opened.systemVersion,
    latestAt: '',
    batches: (cursor) => opened.read(cursor),
    close: () => {},
  }
}

/** Lines of JSON with the reader that knows them, or why none does. */
export async function openLines(
  body: Body,
  options: FileOptions,
  place: string,
  growth: Growth | null,
): Promise<Reading | string> {
  if (body.bytes > LARGE_BYTES) keepHeapSmall()
  const { reader = null, systemVersion = '' } = growth ?? {}
  const opened = await readJsonl(openerOf(body), body.bytes, jsonlReaders.filter(wantedBy(options)), {
    path: place,
    known: reader && { reader, systemVersion },
    growing: options.live,
  })
  if (typeof opened === 'string') return opened
  return {
    kind: 'lines',
    ...factsOf(opened.reader, options),
    ownSessions: opened.reader.ownSessions,
    systemVersion: opened.systemVersion,
    latestAt: '',
    batches: (cursor) => opened.read(cursor),
    close: () => {},
  }
}

/**
 * A stream of gigabytes leaves no pause in which the engine would tidy up: left to itself it lets the heap grow to half
 * as much again before it looks. From the first large file on it looks sooner, which costs about a tenth of the time, and
 * keeps the part for young objects as small as it began.
 */
function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=10')
  setFlagsFromString('--semi-space-growth-factor=1')
}
