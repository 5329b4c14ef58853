/**
 * What a reader of one format is: bytes or rows in, canonical records out. Readers are pure: no files, no clock, no
 * database of ours; ingest opens what they read (lib/ingest) and hands it in.
 */
import type { CanonicalRecord } from '@/lib/model/records'
import type { System } from '@/lib/model/systems'

/** A record that could not be taken, with where it stands and why. `line` is null for rows of a table. */
export interface Rejected {
  line: number | null
  place: string
  reason: string
}

/** Something that was seen and not understood: a table, a column, a record type. */
export interface Unparsed {
  kind: 'unknown-table' | 'unknown-column' | 'unknown-record-type' | 'unknown-field' | 'unknown-file' | 'repaired-text'
  name: string
  count: number
  sample: string | null
}

/** Usage left out of the count, and the rule that did it. */
export interface Dropped {
  rule: string
  events: number
  tokens: bigint
}

/** One step of reading: written in one transaction together with `cursor`. */
export interface Batch {
  records: CanonicalRecord[]
  rejected: Rejected[]
  unparsed: Unparsed[]
  dropped: Dropped[]
  /** JSON-safe; handing it back to `read` continues after this batch. */
  cursor: unknown
  /** Share of the input that is behind us, 0–1. */
  done: number
}

/** One value of a foreign table. Text is decoded leniently; what was cut or invalid is told beside it. */
export type CellValue = string | bigint | number | Uint8Array | null

export interface RawRow {
  rowid: bigint
  /** Column name → value; only columns that were asked for and exist. */
  values: Record<string, CellValue>
  /** Columns whose text was longer than the cap, and was cut. */
  truncated: readonly string[]
  /** Columns whose text was not valid UTF-8. */
  invalid: readonly string[]
}

export interface TableInfo {
  name: string
  columns: readonly string[]
  rows: number
}

/** A foreign SQLite database, opened read-only by ingest. */
export interface SqliteSource {
  tables(): readonly TableInfo[]
  /**
   * Rows with rowid > `after`, in that order: at most `limit`, fewer when they are large, none when there are no more.
   * `columns` must exist in the table.
   */
  rows(table: string, columns: readonly string[], after: bigint | null, limit: number): RawRow[]
  /** All rows ordered by one column (by its bytes), then rowid, without the first `skip`. Long text is cut early. */
  ordered(table: string, columns: readonly string[], by: string, skip: number): Iterable<RawRow>
  /** Rows whose column holds exactly this text, at most `limit`. Long text is cut early. */
  matching(table: string, columns: readonly string[], column: string, value: string, limit: number): RawRow[]
  /** The latest time among a column's text values, as written, or null. */
  max(table: string, column: string): string | null
}

/** Enough to decide whether two databases are one instance. */
export interface InstanceEvidence {
  runs: Iterable<{ runKey: string; createdAt: string | null }>
  usage: Iterable<{ nativeId: string; identity: string }>
}

export interface SqliteReader {
  system: System
  /** Raised whenever the same bytes would give other records; older contents are then read again. */
  parserVersion: number
  /** True when session keys are unique in the instance, not only in their run. */
  ownSessions?: boolean
  /** The version of the system that wrote it, in words, or null when this reader does not know the tables. */
  detect(source: SqliteSource): { systemVersion: string } | null
  latestAt(source: SqliteSource): string | null
  evidence(source: SqliteSource): InstanceEvidence
  read(source: SqliteSource, cursor: unknown): Iterable<Batch>
}

/** A larger document is refused: it has to be in memory as a whole. */
export const DOCUMENT_BYTES_MAX = 256 * 2 ** 20

/** A file that only makes sense as a whole: JSON, YAML, CSV, a report, or a member of an archive. */
export interface Document {
  /** Where it lies, with `/`; of a member the archive's path, `!/`, and its own. Below a folder unit: relative to it. */
  path: string
  bytes: number
  /** Time of its last change in our form, or null. Only evidence of life, never a record's time. */
  changedAt: string | null
  /** Decoded leniently; read when first asked for. */
  text(): string
  /** The parsed text, or undefined when it is no JSON; parsed when first asked for. */
  json(): unknown
}

export interface DocumentReader {
  system: System
  /** Raised whenever the same bytes would give other records; older contents are then read again. */
  parserVersion: number
  /** The version of the format, in words, or null. Cheap first: name and first characters before `json()`. */
  detect(document: Document): { systemVersion: string } | null
  /** The latest time of change that the document itself states, for "the newer wins"; null when it states none. */
  latestAt(document: Document): string | null
  /** Batches of at most some thousand records. `cursor` is what an earlier, broken reading had come to. */
  read(document: Document, cursor: unknown): Iterable<Batch>
}

/** Files that are one thing together, like a run's folder. Read anew whenever one of them changes. */
export interface FolderSource {
  /** The folder, absolute, with `/`. */
  path: string
  /** Everything below it, in path order; paths relative to it. */
  files: readonly { path: string; bytes: number; changedAt: string }[]
  /** One of `files`. @throws when it is larger than DOCUMENT_BYTES_MAX, or gone */
  document(path: string): Document
  /** The lines of one of `files`, streamed, without their ends; a line of more than 16 MiB comes as null. */
  lines(path: string): Iterable<{ line: number; text: string | null }>
}

export interface FolderReader {
  system: System
  /** Raised whenever the same bytes would give other records; older contents are then read again. */
  parserVersion: number
  /** The folder that this file makes one thing of, absolute with `/`, or null. By name only; `detect` looks inside. */
  folderOf(path: string): string | null
  detect(folder: FolderSource): { systemVersion: string } | null
  /** The latest time of change that its files themselves state, for "the newer wins". */
  latestAt?(folder: FolderSource): string | null
  read(folder: FolderSource, cursor: unknown): Iterable<Batch>
}

export interface JsonlReader {
  system: System
  /** Raised whenever the same bytes would give other records; older contents are then read again. */
  parserVersion: number
  /** True when session keys are unique in the instance (a transcript's own id), not only in their run. */
  ownSessions: boolean
  /** Asked with each of the first values of a file until a reader knows one. */
  detect(value: unknown): { systemVersion: string } | null
  /** Begins to read, or goes on with the state that an earlier reading of the same file left. */
  open(from: { state: unknown; path: string }): LineReading
}

/** One file being read: what a line means can depend on the lines before it. */
export interface LineReading {
  /** One record, already parsed as JSON. `part` counts records that stand on one line, from 0. */
  readLine(value: unknown, line: number, part: number): LineResult
  /** What was gathered over the lines since the last call (runs, sessions); asked at the end of each batch. */
  gather(): CanonicalRecord[]
  /** JSON-safe and small; stored with the cursor. Null when no line depends on another. */
  state(): unknown
}

export type LineResult =
  | { records: CanonicalRecord[]; unparsed?: Unparsed[]; dropped?: Dropped[] }
  | { rejected: string }

/** A log in plain text, in UTF-8 or UTF-16: read line by line, and on from where reading ended. */
export interface TextReader {
  system: System
  /** Raised whenever the same bytes would give other records; older contents are then read again. */
  parserVersion: number
  /**
   * Asked with the beginnings of the first lines of a file. `asked`: the operator said that it is of this system, so that
   * no line has to name it.
   */
  detect(lines: readonly string[], asked: boolean): { systemVersion: string } | null
  /** Begins to read, or goes on with the state that an earlier reading of the same file left. */
  open(from: { state: unknown; path: string }): TextReading
}

/** One log being read. */
export interface TextReading {
  /** One line without its end, however long. */
  readLine(text: string, line: number): LineResult
  /** Asked at the end of the file: what the last lines are, should none follow. */
  finish(): LineResult
  /** JSON-safe and small; what goes on from it sees the same as if reading had not ended. */
  state(): unknown
}

/** The reading of a format in which no line depends on another. */
export function lineByLine(readLine: LineReading['readLine']): JsonlReader['open'] {
  return () => ({ readLine, gather: () => [], state: () => null })
}
