/** Files that somebody will sooner or later hand to an import; each writer says in its name what is wrong. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import Database from 'libsql'
import { AUTOPACK_SCHEMA } from '@/lib/sample/autopack-schema'
import { sampleRows } from '@/lib/sample/databases'
import { writeAutopackFile } from '@/lib/sample/server/autopack-file'

/** A good database of some fifty runs, to be damaged. */
export function writeGoodAutopack(file: string, seed = 'good'): void {
  writeAutopackFile(file, AUTOPACK_SCHEMA, [sampleRows(seed, Date.parse('2025-12-26T20:31:00Z')).main])
}

/** SQLite, but of another program: one table has a name that Autopack also uses. */
export function writeForeignSqlite(file: string): void {
  withDatabase(file, (db) => {
    db.exec(
      'CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, url TEXT); CREATE TABLE documents (id INTEGER, title TEXT)',
    )
    db.exec("INSERT INTO bookmarks (url) VALUES ('https://example.org')")
  })
}

/** Opens, and breaks while it is read: pages behind the first are overwritten. */
export function writeCorruptSqlite(file: string): void {
  writeGoodAutopack(file)
  const handle = openSync(file, 'r+')
  for (let page = 2; page < 60; page += 1) writeSync(handle, Buffer.alloc(512, 0xa5), 0, 512, page * 4_096)
  closeSync(handle)
}

/** Ends in the middle, as after a copy that was stopped. */
export function writeTruncatedSqlite(file: string): void {
  writeGoodAutopack(file)
  truncateSync(file, Math.floor(readFileSync(file).length / 2))
}

/** An empty zip archive, whatever its name says. */
export function writeZip(file: string): void {
  writeFileSync(file, Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]))
}

export function writeEmpty(file: string): void {
  writeFileSync(file, '')
}

export function writeGzOf(source: string, file: string): void {
  writeFileSync(file, gzipSync(readFileSync(source)))
}

export function writeTruncatedGzOf(source: string, file: string): void {
  const packed = gzipSync(readFileSync(source))
  writeFileSync(file, packed.subarray(0, Math.floor(packed.length / 2)))
}

/** A folder that contains itself, twice removed. */
export function makeSymlinkLoop(folder: string): void {
  mkdirSync(path.join(folder, 'inner'), { recursive: true })
  symlinkSync(folder, path.join(folder, 'inner', 'outer'))
  symlinkSync('itself', path.join(folder, 'itself'))
}

/** An Autopack database with one cell of `size` bytes in a column that is shown, beside a run that is all right. */
export function writeHugeCell(file: string, size = 50_000_000): void {
  writeGoodAutopack(file)
  withDatabase(file, (db) => {
    db.prepare('UPDATE runs SET failure_reason = CAST(? AS TEXT) WHERE rowid = 1').run([Buffer.alloc(size, 'x')])
  })
}

/** A good database with one text that is no valid UTF-8, in a usage row: drivers abort on such cells. */
export function writeInvalidText(file: string): void {
  writeGoodAutopack(file)
  withDatabase(file, (db) => {
    db.exec("UPDATE llm_usage_events SET model = CAST(x'6770fffe' AS TEXT) WHERE id = 1")
    db.exec("UPDATE runs SET goal_anchor = CAST(x'c3' AS TEXT) WHERE rowid = 1")
  })
}

function withDatabase(file: string, work: (db: Database.Database) => void): void {
  const db = new Database(file)
  try {
    work(db)
  } finally {
    db.close()
  }
}
