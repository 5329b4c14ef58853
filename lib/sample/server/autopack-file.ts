import 'server-only'
import { renameSync, rmSync } from 'node:fs'
import Database from 'libsql'
import type { Row, Rows } from '@/lib/sample/rows'

export type AutopackFile = Database.Database

/** Writes a new database and puts it in place at once, so that nobody ever reads half of it. */
export function writeAutopackFile(file: string, schema: string, rows: readonly Rows[]): void {
  const draft = `${file}.draft`
  rmSync(draft, { force: true })
  const db = new Database(draft)
  try {
    db.exec(schema)
    for (const part of rows) saveRows(db, part)
  } finally {
    db.close()
  }
  renameSync(draft, file)
}

/**
 * Inserts rows, or updates those that say something else than the stored ones, in one transaction.
 * @returns how many rows were new or changed
 */
export function saveRows(db: AutopackFile, rows: Rows): number {
  let changed = 0
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const [table, list] of rows.tables) changed += saveTable(db, table, list)
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
  return changed
}

/** Columns that a row does not name keep the table's default. */
function saveTable(db: AutopackFile, table: string, rows: readonly Row[]): number {
  const statements = new Map<string, Database.Statement>()
  let changed = 0
  for (const row of rows) {
    const columns = Object.keys(row)
    const key = columns.join()
    const statement = statements.get(key) ?? db.prepare(upsert(table, columns))
    statements.set(key, statement)
    changed += statement.run(columns.map((column) => row[column] ?? null)).changes
  }
  return changed
}

function upsert(table: string, columns: readonly string[]): string {
  const names = columns.map((column) => `"${column}"`)
  const id = names[0] === '"event_id"' ? 'event_id' : 'id'
  const others = names.filter((name) => name !== `"${id}"`)
  const values = names.map(() => '?').join(', ')
  const set = others.map((name) => `${name} = excluded.${name}`).join(', ')
  const stored = others.map((name) => `${table}.${name}`).join(', ')
  const fresh = others.map((name) => `excluded.${name}`).join(', ')
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${values})
    ON CONFLICT (${id}) DO UPDATE SET ${set} WHERE (${stored}) IS NOT (${fresh})`
}
