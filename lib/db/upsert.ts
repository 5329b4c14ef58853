import 'server-only'
import type { Db } from './client'

/** A value as the driver takes it. Booleans become 0 or 1 here, so that both providers agree. */
export type SqlValue = string | number | bigint | boolean | null
export type Row = Record<string, SqlValue>

/** One prepared statement of a batch; handed to `writeAll`, which runs them in one transaction. */
export interface Statement {
  sql: string
  values: SqlValue[]
}

/**
 * Which of two versions of one row stays.
 * - `newer`: the greater `version` (row's own time | file's latest time | content hash), then the greater file hash.
 * - `first-seen`: for rows that never change. Equal content keeps where it was first seen; different content: the newer.
 * - `keep`: the row that is there.
 */
export type Conflict = 'newer' | 'first-seen' | 'keep'

/** SQLite takes 32,766 parameters a statement; PostgreSQL 65,535. */
const PARAMETERS_MAX = 30_000

const quote = (name: string) => `"${name}"`

function updateRule(table: string, columns: readonly string[], key: readonly string[], conflict: Conflict): string {
  if (conflict === 'keep') return 'DO NOTHING'
  const t = quote(table)
  const set = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${quote(column)} = excluded.${quote(column)}`)
    .join(', ')
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
 * Multi-row upserts by natural key, split so that no statement has too many parameters. A key that occurs twice in
 * `rows` would make the statement fail on PostgreSQL, so callers hand in each key once (`lastByKey`).
 */
export function upsert(table: string, key: readonly string[], rows: readonly Row[], conflict: Conflict): Statement[] {
  const first = rows[0]
  if (!first) return []
  const columns = Object.keys(first)
  const perStatement = Math.max(1, Math.floor(PARAMETERS_MAX / columns.length))
  const head = `INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES `
  const tail = ` ON CONFLICT (${key.map(quote).join(', ')}) ${updateRule(table, columns, key, conflict)}`
  const tuple = `(${columns.map(() => '?').join(', ')})`
  const statements: Statement[] = []
  for (let at = 0; at < rows.length; at += perStatement) {
    const part = rows.slice(at, at + perStatement)
    statements.push({
      sql: head + part.map(() => tuple).join(', ') + tail,
      values: part.flatMap((row) => columns.map((column) => row[column] ?? null)),
    })
  }
  return statements
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

const asParameter = (value: SqlValue) => (typeof value === 'boolean' ? (value ? 1 : 0) : value)

/** Runs statements in one transaction: all of them, or none. */
export async function writeAll(db: Db, statements: readonly Statement[]): Promise<void> {
  if (statements.length === 0) return
  await db.$transaction(statements.map(({ sql, values }) => db.$executeRawUnsafe(sql, ...values.map(asParameter))))
}
