import type { CanonicalRecord } from '@/lib/model/records'
import type { Batch, Document, DocumentReader, FolderReader, FolderSource } from '@/lib/sources/reader'

/** Relative path → content. */
export type Files = Readonly<Record<string, string>>

/** A document in memory: text as it stands, anything else as JSON. */
export function memoryDocument(path: string, content: unknown, changedAt: string | null = null): Document {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return {
    path,
    bytes: Buffer.byteLength(text),
    changedAt,
    text: () => text,
    json: () => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        return undefined
      }
    },
  }
}

/** A folder in memory. */
export function memoryFolder(files: Files, path: string): FolderSource {
  const names = Object.keys(files).sort()
  const textOf = (name: string): string => {
    const text = Object.hasOwn(files, name) ? files[name] : undefined
    if (text === undefined) throw new Error(`${name} is gone`)
    return text
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
  gathered(reader.read(memoryFolder(files, path), null))

/** The records of one kind. */
export const ofKind = <K extends CanonicalRecord['kind']>(records: readonly CanonicalRecord[], kind: K) =>
  records.filter((record): record is Extract<CanonicalRecord, { kind: K }> => record.kind === kind)

/** What stands in batches; `of` gives the records of one kind. */
export function gathered(reading: Iterable<Batch>) {
  const batches = [...reading]
  const records = batches.flatMap((batch) => batch.records)
  return {
    batches,
    records,
    of: <K extends CanonicalRecord['kind']>(kind: K) => ofKind(records, kind),
    rejected: batches.flatMap((batch) => batch.rejected),
    unparsed: batches.flatMap((batch) => batch.unparsed),
    dropped: batches.flatMap((batch) => batch.dropped),
  }
}
