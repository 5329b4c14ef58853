import 'server-only'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Db, databaseFileOf } from '@/lib/db/client'
import type { Content } from '@/lib/db/generated/client'
import { openSqliteSource, snapshotSqlite } from '@/lib/ingest/open-sqlite'
import type { RawEvent } from '@/lib/usage-events/schema'

/** A database is unpacked whole to show one row of it. */
const UNPACKED_MAX = 1024 ** 3
const ROW = /^(\w{1,100}) #(.{1,500})$/

type RawRow = Omit<RawEvent, 'path' | 'ref'>
const gone = (missing: string): RawRow => ({
  ...{ line: null, from: null, text: null, bytes: null, truncated: false },
  missing,
})

/** `llm_usage_events #12` names a row of a table; null for what names none. */
const placeOf = (ref: string | null) => {
  const match = ROW.exec(ref ?? '')
  return match?.[1] !== undefined && match[2] !== undefined ? { table: match[1], key: match[2] } : null
}

/**
 * The row that a reference names, as JSON by column: from the copy that was kept when the database was imported, else from
 * the database itself as long as it is still the same. Null when the reference names no row.
 */
export async function readRow(db: Db, content: Content, ref: string | null): Promise<RawRow | null> {
  const place = placeOf(ref)
  if (place === null || content.archivedAs?.endsWith('.jsonl') === true) return null
  if (content.bytes > BigInt(UNPACKED_MAX)) return gone('the database is too large to unpack for one row')
  const folder = await mkdtemp(path.join(tmpdir(), 'pitwall-row-'))
  const file = path.join(folder, 'copy.db')
  try {
    const from = await copyOf(db, content, file)
    return from === null ? gone('the database has changed since, and no copy of it was kept') : rowIn(file, place, from)
  } catch (error) {
    return gone(error instanceof Error && !('code' in error) ? error.message : 'the database cannot be read any more')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Puts what was imported at `file`. @returns where it came from, or null when it is not there any more */
async function copyOf(db: Db, content: Content, file: string): Promise<RawEvent['from']> {
  if (content.archivedAs !== null) {
    const kept = path.join(path.dirname(databaseFileOf(db)), 'archive', content.archivedAs)
    const isThere = await pipeline(createReadStream(kept), createGunzip(), createWriteStream(file)).then(
      () => true,
      () => false,
    )
    if (isThere) return 'archive'
  }
  const { sha256 } = await snapshotSqlite(content.path, file)
  return sha256 === content.sha256 ? 'original' : null
}

function rowIn(file: string, { table, key }: { table: string; key: string }, from: RawEvent['from']): RawRow {
  const source = openSqliteSource(file)
  try {
    const info = source.tables().find(({ name }) => name === table)
    if (!info) return gone(`the database has no table ${table}`)
    const isNumber = /^\d{1,18}$/.test(key)
    const byRowid = isNumber ? source.rows(table, info.columns, BigInt(key) - 1n, 1)[0] : undefined
    const row =
      byRowid?.rowid === BigInt(isNumber ? key : -1)
        ? byRowid
        : info.columns.includes('id')
          ? source.matching(table, info.columns, 'id', key, 1)[0]
          : undefined
    if (!row) return gone(`the table has no row ${key}`)
    const text = JSON.stringify(row.values, jsonSafe)
    return { line: null, from, text, bytes: null, truncated: row.truncated.length > 0, missing: null }
  } finally {
    source.close()
  }
}

/** Counts as numbers, as far as JSON holds them; bytes as what they are. */
function jsonSafe(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return value instanceof Uint8Array ? `${value.length} bytes` : value
}
