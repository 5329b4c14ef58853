import type { CanonicalRecord } from '@/lib/model/records'
import type {
  Batch,
  InstanceEvidence,
  Rejected,
  SqliteReader,
  SqliteSource,
  TableInfo,
  Unparsed,
} from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import { parseTime } from '@/lib/time/iso'
import { abTable } from './ab-table'
import { approvalTables } from './approval-tables'
import { eventTables } from './event-tables'
import { lookupsOf } from './lookups'
import { metricTables } from './metric-tables'
import { runActivities } from './run-activity'
import { phasesTable, runsTable, tiersTable } from './run-tables'
import { schemaState } from './schema-state'
import { pagesOf } from './table-pages'
import type { AutopackLookups, TableReader } from './table-reader'
import { usageIdentity, usageTable } from './usage-table'

const BATCH_RECORDS = 500
const ACTIVITY = 'inferred sessions and attempts'
const OTHER = 'other tables'

const FIRST_TABLES: readonly TableReader[] = [runsTable, tiersTable, phasesTable, usageTable]
const LATER_TABLES: readonly TableReader[] = [...approvalTables, ...eventTables, ...metricTables, abTable]
const ALL_TABLES = [...FIRST_TABLES, ...LATER_TABLES]

/** The parts of a reading in order: what runs consist of first, so that the rest finds its run. */
const PARTS: readonly string[] = [
  ...FIRST_TABLES.map(({ table }) => table),
  ACTIVITY,
  ...LATER_TABLES.map(({ table }) => table),
  OTHER,
]

/** Where a reading goes on: the part, the last rowid taken (as text), or the rows of the ordered reading behind it. */
interface Cursor {
  part: string
  after: string | null
  skip: number
}

const isCursor = (value: unknown): value is Cursor =>
  typeof value === 'object' && value !== null && 'part' in value && 'after' in value && 'skip' in value

/** Counts the rows behind, for the share that is done. */
class Progress {
  private readonly rows: ReadonlyMap<string, number>

  constructor(source: SqliteSource) {
    const rows = new Map(source.tables().map((table) => [table.name, table.rows]))
    this.rows = new Map(PARTS.map((part) => [part, rows.get(part === ACTIVITY ? usageTable.table : part) ?? 0]))
  }

  at(part: string, rowsOfPart: number): number {
    const before = PARTS.slice(0, PARTS.indexOf(part)).reduce((sum, name) => sum + (this.rows.get(name) ?? 0), 0)
    const total = [...this.rows.values()].reduce((sum, count) => sum + count, 0)
    return total === 0 ? 1 : Math.min(1, (before + rowsOfPart) / total)
  }
}

/**
 * Autopack's SQLite database in any state of its schema. Reads tables in a fixed order in batches of at most 500 records;
 * handing a batch's cursor back goes on after it. A damaged table is rejected from where it breaks, the others are read.
 */
export const autopackReader: SqliteReader = {
  system: 'autopack',
  parserVersion: 3,
  detect: schemaState,

  latestAt: (source) => {
    let latest: string | null = null
    for (const { table, times } of ALL_TABLES) {
      const columns = tableOf(source, table)?.columns ?? []
      for (const column of times.filter((name) => columns.includes(name))) {
        const at = latestOf(source, table, column)
        if (at !== null && (latest === null || at > latest)) latest = at
      }
    }
    return latest
  },

  evidence: (source): InstanceEvidence => ({ runs: runEvidence(source), usage: usageEvidence(source) }),

  *read(source, cursor) {
    const start = isCursor(cursor) && PARTS.includes(cursor.part) ? cursor : null
    const lookups = lookupsOf(source, ALL_TABLES)
    const progress = new Progress(source)
    for (const part of PARTS.slice(start === null ? 0 : PARTS.indexOf(start.part))) {
      const from = start?.part === part ? start : { part, after: null, skip: 0 }
      const reader = ALL_TABLES.find(({ table }) => table === part)
      if (part === ACTIVITY) yield* readActivity(source, from, progress)
      else if (reader) yield* readTable(source, reader, from, lookups, progress)
      else if (from.skip === 0)
        yield { ...emptyBatch({ part, after: null, skip: 1 }, 1), unparsed: otherTables(source) }
    }
  },
}

const tableOf = (source: SqliteSource, name: string): TableInfo | undefined =>
  source.tables().find((table) => table.name === name)

/** The latest time of a column; null where a damaged table cannot tell. */
function latestOf(source: SqliteSource, table: string, column: string): string | null {
  try {
    return parseTime(source.max(table, column) ?? '')?.iso ?? null
  } catch {
    return null
  }
}

const emptyBatch = (cursor: Cursor, done: number): Batch => ({
  records: [],
  rejected: [],
  unparsed: [],
  dropped: [],
  cursor,
  done,
})

function* runEvidence(source: SqliteSource) {
  for (const row of pagesOf(source, 'runs', ['id', 'created_at'])) {
    const cells = new RowCells(row)
    const runKey = cells.key('id')
    if (runKey !== null) yield { runKey, createdAt: cells.time('created_at') }
  }
}

function* usageEvidence(source: SqliteSource) {
  for (const row of pagesOf(source, usageTable.table, usageTable.columns)) {
    const cells = new RowCells(row)
    const nativeId = cells.key('id')
    if (nativeId !== null) yield { nativeId, identity: usageIdentity(cells) }
  }
}

const placeOf = (table: string, rowid: bigint) => `${table} rowid ${rowid}`
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function* readTable(
  source: SqliteSource,
  reader: TableReader,
  from: Cursor,
  lookups: AutopackLookups,
  progress: Progress,
): Iterable<Batch> {
  const info = tableOf(source, reader.table)
  if (!info) return
  const columns = reader.columns.filter((column) => info.columns.includes(column))
  const limit = Math.floor(BATCH_RECORDS / reader.recordsPerRow)
  let unparsed = from.after === null ? unknownColumns(info, reader) : []
  let { after, skip } = from
  for (;;) {
    const page = pageOf(source, reader.table, columns, after, limit)
    const last = page.rows.at(-1)
    if (!last && page.rejected.length === 0 && unparsed.length === 0) return
    after = last ? String(last.rowid) : after
    skip += page.rows.length
    const batch = emptyBatch({ part: reader.table, after, skip }, progress.at(reader.table, skip))
    yield { ...batch, ...recordsOf(page.rows, reader, lookups, page.rejected), unparsed }
    if (!last || page.rejected.length > 0) return
    unparsed = []
  }
}

function pageOf(source: SqliteSource, table: string, columns: readonly string[], after: string | null, limit: number) {
  try {
    return { rows: source.rows(table, columns, after === null ? null : BigInt(after), limit), rejected: [] }
  } catch (error) {
    const place = after === null ? table : `${table} after rowid ${after}`
    return { rows: [], rejected: [{ line: null, place, reason: messageOf(error) }] }
  }
}

function recordsOf(
  rows: ReturnType<SqliteSource['rows']>,
  reader: TableReader,
  lookups: AutopackLookups,
  broken: readonly Rejected[],
): { records: CanonicalRecord[]; rejected: Rejected[] } {
  const records: CanonicalRecord[] = []
  const rejected: Rejected[] = [...broken]
  for (const row of rows) {
    const result = reader.read(new RowCells(row), lookups)
    if ('rejected' in result) {
      rejected.push({ line: null, place: placeOf(reader.table, row.rowid), reason: result.rejected })
    } else records.push(...result)
  }
  return { records, rejected }
}

/** Sessions and attempts. A batch ends with a run; a run with very many keeps its start as cursor until its last batch. */
function* readActivity(source: SqliteSource, from: Cursor, progress: Progress): Iterable<Batch> {
  if (!tableOf(source, usageTable.table)) return
  let records: CanonicalRecord[] = []
  let skip = from.skip
  const batch = (own: CanonicalRecord[]): Batch => ({
    ...emptyBatch({ part: ACTIVITY, after: null, skip }, progress.at(ACTIVITY, skip)),
    records: own,
  })
  try {
    for (const activity of runActivities(source, from.skip)) {
      if (records.length > 0 && records.length + activity.records.length > BATCH_RECORDS) {
        yield batch(records)
        records = []
      }
      records.push(...activity.records)
      while (records.length > BATCH_RECORDS) yield batch(records.splice(0, BATCH_RECORDS))
      skip = activity.rowsRead
    }
  } catch (error) {
    yield { ...batch([]), rejected: [{ line: null, place: usageTable.table, reason: messageOf(error) }] }
  }
  if (records.length > 0) yield batch(records)
}

function unknownColumns(info: TableInfo, reader: TableReader): Unparsed[] {
  if (info.rows === 0) return []
  return info.columns
    .filter((column) => !reader.columns.includes(column))
    .map((column) => ({ kind: 'unknown-column', name: `${info.name}.${column}`, count: info.rows, sample: null }))
}

/** Tables that are not understood: how many rows, and what their columns are called. Contents are never copied. */
function otherTables(source: SqliteSource): Unparsed[] {
  const known = new Set(ALL_TABLES.map(({ table }) => table))
  return source
    .tables()
    .filter(({ name, rows }) => rows > 0 && !known.has(name) && !name.startsWith('sqlite_'))
    .map(({ name, rows, columns }) => ({
      kind: 'unknown-table',
      name,
      count: rows,
      sample: columns.join(', ').slice(0, 200),
    }))
}
