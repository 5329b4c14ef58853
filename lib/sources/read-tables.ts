import { pagesOf } from '@/lib/sources/autopack/table-pages'
import type { Piece } from '@/lib/sources/document-batches'
import type { Batch, RawRow, SqliteSource, TableInfo, Unparsed } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import { parseTime } from '@/lib/time/iso'

/** How the rows of one table become records. `L` is what rows of other tables say and a record needs. */
export interface TablePart<L> {
  table: string
  /** Every column that is known; missing ones read as null, others are counted as not understood. */
  columns: readonly string[]
  /** Columns with a time that says when something was recorded. */
  times: readonly string[]
  /** What one row gives; a row that cannot be taken gives its reason. */
  read: (cells: RowCells, lookups: L) => Piece | { reason: string }
}

const BATCH_RECORDS = 500
const PAGE_ROWS = 100
const OTHER = 'other tables'

/** Where a reading goes on: the table, and the last rowid taken, as text. */
interface Cursor {
  table: string
  after: string | null
}

const isCursor = (value: unknown): value is Cursor =>
  typeof value === 'object' && value !== null && 'table' in value && 'after' in value

const tableOf = (source: SqliteSource, name: string) => source.tables().find((table) => table.name === name)

/**
 * Reads tables in the order of `parts`, in batches of about 500 records; handing a batch's cursor back goes on after it.
 * A damaged table is rejected from where it breaks, the others are read. Tables and columns nobody knows are counted.
 */
export function* readTables<L>(
  source: SqliteSource,
  parts: readonly TablePart<L>[],
  lookups: L,
  cursor: unknown,
): Iterable<Batch> {
  const names = [...parts.map(({ table }) => table), OTHER]
  const start = isCursor(cursor) && names.includes(cursor.table) ? cursor : null
  const first = start === null ? 0 : names.indexOf(start.table)
  for (const [index, part] of parts.entries()) {
    if (index < first) continue
    const after = start?.table === part.table ? start.after : null
    yield* readTable(source, part, lookups, after, { before: index, of: names.length })
  }
  if (start?.table === OTHER) return
  const batch = new Collected()
  batch.unparsed.push(...otherTables(source, names))
  yield batch.asBatch({ table: OTHER, after: null }, 1)
}

class Collected {
  records: Batch['records'] = []
  rejected: Batch['rejected'] = []
  unparsed: Batch['unparsed'] = []

  add({ records = [], rejected = [], unparsed = [] }: Piece): void {
    for (const record of records) this.records.push(record)
    for (const reject of rejected) this.rejected.push(reject)
    for (const one of unparsed) this.unparsed.push(one)
  }

  get size(): number {
    return this.records.length + this.rejected.length + this.unparsed.length
  }

  asBatch(cursor: Cursor, done: number): Batch {
    const { records, rejected, unparsed } = this
    return { records, rejected, unparsed, dropped: [], cursor, done }
  }
}

function* readTable<L>(
  source: SqliteSource,
  part: TablePart<L>,
  lookups: L,
  from: string | null,
  place: { before: number; of: number },
): Iterable<Batch> {
  const info = tableOf(source, part.table)
  if (!info) return
  const columns = part.columns.filter((column) => info.columns.includes(column))
  let batch = new Collected()
  if (from === null) batch.add({ unparsed: unknownColumns(info, part.columns) })
  let after = from
  for (;;) {
    const page = pageAfter(source, part.table, columns, after)
    for (const row of page.rows) {
      batch.add(pieceOf(part, row, lookups))
      after = String(row.rowid)
      if (batch.size < BATCH_RECORDS) continue
      yield batch.asBatch({ table: part.table, after }, (place.before + 0.5) / place.of)
      batch = new Collected()
    }
    batch.add(page)
    if (page.rows.length === 0 || page.rejected.length > 0) break
  }
  if (batch.size > 0) yield batch.asBatch({ table: part.table, after }, (place.before + 1) / place.of)
}

function pageAfter(source: SqliteSource, table: string, columns: readonly string[], after: string | null) {
  if (columns.length === 0) return { rows: [] as RawRow[], rejected: [] }
  try {
    return { rows: source.rows(table, columns, after === null ? null : BigInt(after), PAGE_ROWS), rejected: [] }
  } catch (error) {
    const place = after === null ? table : `${table} after rowid ${after}`
    const reason = error instanceof Error ? error.message : String(error)
    return { rows: [] as RawRow[], rejected: [{ line: null, place, reason }] }
  }
}

function pieceOf<L>(part: TablePart<L>, row: RawRow, lookups: L): Piece {
  const piece = part.read(new RowCells(row), lookups)
  if (!('reason' in piece)) return piece
  return { rejected: [{ line: null, place: `${part.table} rowid ${row.rowid}`, reason: piece.reason }] }
}

function unknownColumns(info: TableInfo, known: readonly string[]): Unparsed[] {
  if (info.rows === 0) return []
  return info.columns
    .filter((column) => !known.includes(column))
    .map((column) => ({ kind: 'unknown-column', name: `${info.name}.${column}`, count: info.rows, sample: null }))
}

function otherTables(source: SqliteSource, known: readonly string[]): Unparsed[] {
  return source
    .tables()
    .filter(({ name, rows }) => rows > 0 && !known.includes(name) && !name.startsWith('sqlite_'))
    .map(({ name, rows, columns }) => ({
      kind: 'unknown-table',
      name,
      count: rows,
      sample: columns.join(', ').slice(0, 200),
    }))
}

/** The latest time in the time columns of the tables, whether they hold text or numbers. */
export function latestInTables<L>(source: SqliteSource, parts: readonly TablePart<L>[]): string | null {
  let latest: string | null = null
  for (const { table, times } of parts) {
    const columns = tableOf(source, table)?.columns ?? []
    for (const column of times.filter((name) => columns.includes(name))) {
      const at = latestText(source, table, column) ?? latestNumber(source, table, column)
      if (at !== null && (latest === null || at > latest)) latest = at
    }
  }
  return latest
}

function latestText(source: SqliteSource, table: string, column: string): string | null {
  try {
    return parseTime(source.max(table, column) ?? '')?.iso ?? null
  } catch {
    return null
  }
}

function latestNumber(source: SqliteSource, table: string, column: string): string | null {
  let latest: string | null = null
  for (const row of pagesOf(source, table, [column])) {
    const at = new RowCells(row).time(column)
    if (at !== null && (latest === null || at > latest)) latest = at
  }
  return latest
}

/** One answer for one question, asked again only when the question changes: rows of one thing stand together. */
export function remembered<T>(ask: (key: string) => T): (key: string) => T {
  let last: { key: string; answer: T } | null = null
  return (key) => {
    if (last?.key !== key) last = { key, answer: ask(key) }
    return last.answer
  }
}

/** The first row whose column holds exactly this text, or null; null too where the table is missing or damaged. */
export function rowWith(
  source: SqliteSource,
  table: string,
  columns: readonly string[],
  by: string,
  value: string,
): RowCells | null {
  const known = tableOf(source, table)?.columns ?? []
  if (!known.includes(by)) return null
  try {
    const present = columns.filter((column) => known.includes(column))
    const [row] = source.matching(table, present, by, value, 1)
    return row === undefined ? null : new RowCells(row)
  } catch {
    return null
  }
}
