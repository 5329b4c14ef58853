import type { CanonicalRecord } from '@/lib/model/records'
import type { Batch, Document, DocumentReader, FolderReader, FolderSource } from '@/lib/sources/reader'

/** Relative path → text, or what is written as JSON; the list of a `.jsonl` file as its lines. */
export type Files = Readonly<Record<string, unknown>>

/** A document in memory: text as it stands, anything else as JSON. */
export function memoryDocument(path: string, content: unknown, changedAt: string | null = null): Document {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  let parsed: { value: unknown } | null = null
  return {
    path,
    bytes: Buffer.byteLength(text),
    changedAt,
    text: () => text,
    json: () => {
      parsed ??= { value: jsonOrUndefined(text) }
      return parsed.value
    },
  }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function fileText(name: string, content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content) || !name.endsWith('.jsonl')) return JSON.stringify(content)
  return content.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
}

/** A folder in memory. */
export function memoryFolder(path: string, files: Files): FolderSource {
  const names = Object.keys(files).sort()
  const textOf = (name: string): string => {
    const content = Object.hasOwn(files, name) ? files[name] : undefined
    if (content === undefined) throw new Error(`${name} is gone`)
    return fileText(name, content)
  }
  return {
    path,
    files: names.map((name) => ({
      path: name,
      bytes: Buffer.byteLength(textOf(name)),
      changedAt: '2026-08-01T12:00:00.000Z',
    })),
    document: (name) => memoryDocument(name, textOf(name)),
    *lines(name) {
      const lines = textOf(name).split('\n')
      if (lines.at(-1) === '') lines.pop()
      for (const [index, text] of lines.entries()) yield { line: index + 1, text: text.length > 2 ** 24 ? null : text }
    },
  }
}

/** Everything a reader says of a document, from its beginning or from where `cursor` left it. */
export const readDocument = (reader: DocumentReader, document: Document, cursor: unknown = null) =>
  gathered(reader.read(document, cursor))

/** Everything a reader says of a folder. */
export const readFolder = (reader: FolderReader, files: Files, path = '/work/logs/run-20260801T100000Z') =>
  gathered(reader.read(memoryFolder(path, files), null))

/** A document as ingest reads it. @throws when the reader does not know it */
export function readKnown(reader: DocumentReader, path: string, content: unknown) {
  const document = memoryDocument(path, content)
  if (reader.detect(document) === null) throw new Error(`${path} is not known to the reader`)
  return readDocument(reader, document)
}

/** A folder as ingest reads it. @throws when the reader does not know it */
export function readKnownFolder(reader: FolderReader, path: string, files: Files) {
  const folder = memoryFolder(path, files)
  if (reader.detect(folder) === null) throw new Error(`${path} is not known to the reader`)
  return gathered(reader.read(folder, null))
}

/** The records of one kind. */
export const ofKind = <K extends CanonicalRecord['kind']>(records: readonly CanonicalRecord[], kind: K) =>
  records.filter((record): record is Extract<CanonicalRecord, { kind: K }> => record.kind === kind)

/** What stands in batches. */
export function gathered(reading: Iterable<Batch>) {
  const batches = [...reading]
  const records = batches.flatMap((batch) => batch.records)
  const of = <K extends CanonicalRecord['kind']>(kind: K) => ofKind(records, kind)
  return {
    batches,
    records,
    of,
    /** The only record of a kind. @throws when there are none or several */
    only: <K extends CanonicalRecord['kind']>(kind: K) => {
      const [first, ...more] = of(kind)
      if (first === undefined || more.length > 0) throw new Error(`${of(kind).length} records of kind ${kind}`)
      return first
    },
    rejected: batches.flatMap((batch) => batch.rejected),
    unparsed: batches.flatMap((batch) => batch.unparsed),
    dropped: batches.flatMap((batch) => batch.dropped),
  }
}
