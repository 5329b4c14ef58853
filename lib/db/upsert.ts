import 'server-only'
import { batchWriterOf, type Db, isBatchUnderWay, writerOf } from './client'
import type { Row, RowStatement, SqlValue, Statement } from './statement'

export type { Row, RowStatement, SqlValue, Statement } from './statement'

/**
 * Which of two versions of one row stays.
 * - `newer`: the greater `version` (row's own time | file's latest time | content hash), then the greater file hash.
 * - `first-seen`: for rows that never change. Equal content keeps where it was first seen; different content: the newer.
 * - `keep`: the row that is there.
 * - `replace`: the row that is written, which its writer made from the one that was there.
 */
export type Conflict = 'newer' | 'first-seen' | 'keep' | 'replace'

const quote = (name: string) => `"${name}"`

function updateRule(table: string, columns: readonly string[], key: readonly string[], conflict: Conflict): string {
  if (conflict === 'keep') return 'DO NOTHING'
  const t = quote(table)
  const set = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${quote(column)} = excluded.${quote(column)}`)
    .join(', ')
  if (conflict === 'replace') return `DO UPDATE SET ${set}`
  const [version, file] = ['"version"', '"contentId"']
  // Equal versions come from equal rows in files of one time: the file's hash decides where the row was read.
  const beyond = (than: '>' | '<') =>
    `(excluded.${version} ${than} ${t}.${version} OR (excluded.${version} = ${t}.${version} AND excluded.${file} ${than} ${t}.${file}))`
  const where =
    conflict === 'newer'
      ? beyond('>')
      : `(excluded."contentHash" <> ${t}."contentHash" AND ${beyond('>')}) OR ` +
        `(excluded."contentHash" = ${t}."contentHash" AND ${beyond('<')})`
  return `DO UPDATE SET ${set} WHERE ${where}`
}

/**
 * Upserts by natural key: one statement, prepared once and run for each row, which in SQLite is as quick as any number of
 * rows in one statement and needs no parsing of a text that grows with them. A key may occur once in `rows`.
 */
export function upsert(
  table: string,
  key: readonly string[],
  rows: readonly Row[],
  conflict: Conflict,
): RowStatement[] {
  const first = rows[0]
  if (!first) return []
  const columns = Object.keys(first)
  return [
    {
      sql:
        `INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ` +
        `ON CONFLICT (${key.map(quote).join(', ')}) ${updateRule(table, columns, key, conflict)}`,
      rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
    },
  ]
}

/** Of rows with one key, the one that would win anyway: the greatest version. Order in the file cannot matter. */
export function newestByKey<T extends Row>(rows: readonly T[], key: keyof T & string = 'id'): T[] {
  const kept = new Map<SqlValue | undefined, T>()
  for (const row of rows) {
    const before = kept.get(row[key])
    if (!before || String(row['version'] ?? '') > String(before['version'] ?? '')) kept.set(row[key], row)
  }
  return [...kept.values()]
}

/** `name IN (?, ?, …)` for a list of texts, as SQL and values. */
export function inList(column: string, values: readonly string[]): Statement {
  return { sql: `${quote(column)} IN (${values.map(() => '?').join(', ')})`, values: [...values] }
}

/** Fewer rows are written sooner than they are handed to another thread. */
const THREAD_ROWS = 100

/** Runs statements in one transaction: all of them, or none. */
export async function writeAll(db: Db, statements: readonly (Statement | RowStatement)[]): Promise<void> {
  const rows = statements.reduce((sum, statement) => sum + ('rows' in statement ? statement.rows.length : 1), 0)
  // While the thread writes, another connection would wait for it and do nothing else.
  if (rows >= THREAD_ROWS || isBatchUnderWay(db)) await batchWriterOf(db).write(statements)
  else if (rows > 0) writerOf(db).write(statements)
}
