import { mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import type { ObraContent } from '@/lib/sources/obra/obra-fixture'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Writes an Obra database: each table with the columns of its first row, rows in the given order. */
export function writeObra(file: string, content: ObraContent): string {
  mkdirSync(path.dirname(file), { recursive: true })
  const db = new Database(file)
  db.exec('BEGIN')
  for (const [table, rows] of Object.entries(content)) {
    const columns = Object.keys(rows[0] ?? { id: null })
    const defined = columns.map((name) => (name === 'id' ? '"id" INTEGER PRIMARY KEY' : quoted(name)))
    db.exec(`CREATE TABLE ${quoted(table)} (${defined.join(', ')})`)
    const insert = db.prepare(
      `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    )
    for (const row of rows) insert.run(...columns.map((name) => row[name] ?? null))
  }
  db.exec('COMMIT')
  db.close()
  return file
}
