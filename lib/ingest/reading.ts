import 'server-only'
import type { Batch } from '@/lib/sources/reader'

export interface FileOptions {
  as: string | null
  instance: string | null
  live: boolean
}

/** A file, document or folder whose reader was found. */
export interface Reading {
  kind: 'sqlite' | 'lines' | 'document' | 'folder'
  system: string
  /** Of the reader itself: a later one of the same bytes wins. */
  parserVersion: number
  ownSessions: boolean
  systemVersion: string
  latestAt: string
  instance: { id: string; name: string | null }
  batches: (cursor: unknown) => AsyncIterable<Batch> | Iterable<Batch>
  close: () => void
}

/** Whether the operator left it open which system a file is of, or named this one. */
export const wantedBy = (options: FileOptions) => (reader: { system: string }) =>
  options.as === null || options.as === reader.system

/** What a reading says of its reader and instance. */
export function factsOf(reader: { system: string; parserVersion: number }, { instance: name }: FileOptions) {
  const { system, parserVersion } = reader
  return { system, parserVersion, instance: { id: name === null ? system : `${system}@${name}`, name } }
}
