import 'server-only'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import type { SampleDatabase } from '@/lib/sample/sample-file'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Writes a database below the folder of the sample and puts it in place at once. @returns its path */
export function writeDatabase(folder: string, { path: place, tables }: SampleDatabase): string {
  const file = path.join(folder, ...place.split('/'))
  const draft = `${file}.draft`
  mkdirSync(path.dirname(file), { recursive: true })
  rmSync(draft, { force: true })
  const db = new Database(draft)
  try {
    db.exec('BEGIN')
    for (const [table, rows] of Object.entries(tables)) writeTable(db, table, rows)
    db.exec('COMMIT')
  } finally {
    db.close()
  }
  renameSync(draft, file)
  return file
}

function writeTable(db: Database.Database, table: string, rows: SampleDatabase['tables'][string]): void {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  db.exec(`CREATE TABLE ${quoted(table)} (${columns.map(quoted).join(', ')})`)
  const values = columns.map(() => '?').join(', ')
  const insert = db.prepare(`INSERT INTO ${quoted(table)} (${columns.map(quoted).join(', ')}) VALUES (${values})`)
  for (const row of rows) insert.run(...columns.map((name) => row[name] ?? null))
}
