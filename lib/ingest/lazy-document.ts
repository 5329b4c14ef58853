import 'server-only'
import { DOCUMENT_BYTES_MAX, type Document } from '@/lib/sources/reader'
import { decodeText, encodingOf } from '@/lib/sources/text-encoding'
import { UnreadableFile } from './unreadable-file'

export interface DocumentPlace {
  path: string
  bytes: number
  changedAt: string | null
}

/**
 * A document whose bytes are read when they are first asked for, and parsed once.
 * @throws {UnreadableFile} when it is too large to be held in memory
 */
export function lazyDocument(place: DocumentPlace, load: () => Buffer): Document {
  if (place.bytes > DOCUMENT_BYTES_MAX)
    throw new UnreadableFile(`it is larger than ${DOCUMENT_BYTES_MAX / 2 ** 20} MiB, too large to be read as a whole`)
  const text = once(() => withoutMark(decoded(load())))
  const json = once(() => parsed(text()))
  return { ...place, text, json }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const decoded = (bytes: Buffer) => decodeText(bytes, encodingOf(bytes))
const withoutMark = (text: string) => (text.startsWith('\uFEFF') ? text.slice(1) : text)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The first line that is not blank, when it ends within this text; else null. */
export function firstLine(text: string): string | null {
  const from = text.search(/\S/)
  const end = from === -1 ? -1 : text.indexOf('\n', from)
  return end === -1 ? null : text.slice(from, end).trimEnd()
}
