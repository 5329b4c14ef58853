import type { CanonicalRecord } from '@/lib/model/records'
import type { RowCells } from '@/lib/sources/row-cells'

/** What the rows of other tables say and a record needs; built once per reading. */
export interface AutopackLookups {
  /** Run → project, where decisions and plan changes agree on one. */
  projectOf: (runKey: string) => string | null
  /** Key of a tier → the run it belongs to; null when there is no such tier. */
  runOfTier: (tierKey: string) => string | null
  /** Columns that the newest known schema has and this database lacks. */
  lacks: (table: string) => boolean
}

/** How the rows of one table become records. */
export interface TableReader {
  table: string
  /** Every column that is known; missing ones read as null, others are counted as not understood. */
  columns: readonly string[]
  /** Columns with a time that says when something was recorded. */
  times: readonly string[]
  /** At most this many records come of one row. */
  recordsPerRow: number
  /** @returns the records, or why the row cannot be taken */
  read: (cells: RowCells, lookups: AutopackLookups) => CanonicalRecord[] | { rejected: string }
}

const REF_KEY_MAX = 150
export const refOf = (table: string, cells: RowCells, key: string | null = null) =>
  `${table} #${(key ?? String(cells.rowid)).slice(0, REF_KEY_MAX)}`

/** First line of a text, short enough for a title. */
export function titleOf(text: string | null, otherwise: string): string {
  const line = text?.trim().split('\n', 1)[0]?.trim() ?? ''
  if (line === '') return otherwise
  return line.length > 200 ? `${line.slice(0, 200).replace(/[\uD800-\uDBFF]$/, '')}…` : line
}
