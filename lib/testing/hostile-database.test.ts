import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import * as bad from './bad-files'
import { HOSTILE_TEXTS, writeHostileAutopack } from './hostile-database'
import { testFolder } from './test-db'

/** Never a plain select of text: the driver aborts the process on what is no valid UTF-8. */
function ask(file: string, sql: string): unknown {
  const db = new Database(file, { readonly: true })
  try {
    return Object.values(db.prepare(sql).get() as object)[0]
  } finally {
    db.close()
  }
}

describe('the hostile database', () => {
  const file = path.join(testFolder(), 'hostile.db')
  const { runIds } = writeHostileAutopack(file, { bigBytes: 100_000 })
  const kinds = Object.keys(HOSTILE_TEXTS).length

  it('is a sound SQLite file with every kind of text as an id', () => {
    expect(ask(file, 'PRAGMA integrity_check')).toBe('ok')
    expect(runIds).toHaveLength(kinds)
    expect(ask(file, 'SELECT count(*) FROM runs')).toBe(kinds + 2)
    expect(ask(file, 'SELECT count(*) FROM phases p JOIN runs r ON r.id = p.run_id')).toBe(kinds + 1)
  })

  it('holds each text in each text column, byte for byte', () => {
    for (const column of ['state', 'failure_reason', 'goal_anchor', 'debt_status']) {
      expect(
        ask(file, `SELECT count(DISTINCT CAST(${column} AS BLOB)) FROM runs WHERE typeof(${column}) = 'text'`),
        column,
      ).toBeGreaterThanOrEqual(kinds)
    }
    const [nul, invalid] = [HOSTILE_TEXTS['nul'], HOSTILE_TEXTS['invalid']].map((text) => text?.toString('hex'))
    expect(ask(file, `SELECT count(*) FROM tiers WHERE name = CAST(x'${nul}' AS TEXT)`)).toBe(1)
    expect(ask(file, `SELECT count(*) FROM tiers WHERE CAST(name AS BLOB) = x'${invalid}'`)).toBe(1)
  })

  it('holds text, blobs and absurd values where numbers and times belong, and one huge text a table', () => {
    for (const type of ['text', 'blob', 'real', 'integer']) {
      expect(
        ask(file, `SELECT count(*) FROM llm_usage_events WHERE typeof(total_tokens) = '${type}'`),
        type,
      ).toBeGreaterThan(0)
    }
    expect(ask(file, 'SELECT max(length(CAST(state AS BLOB))) FROM runs')).toBe(100_000)
    expect(ask(file, "SELECT count(*) FROM runs WHERE created_at LIKE '2025-13%'")).toBeGreaterThan(0)
  })

  it('can hold the huge text in every text column', () => {
    const everywhere = path.join(testFolder(), 'big.db')
    writeHostileAutopack(everywhere, { bigBytes: 20_000, bigEverywhere: true })
    for (const column of ['state', 'safety_profile', 'run_scope', 'debt_status', 'failure_reason', 'goal_anchor']) {
      expect(ask(everywhere, `SELECT max(length(CAST(${column} AS BLOB))) FROM runs`), column).toBe(20_000)
    }
  })
})

describe('bad files', () => {
  it('are bad in the way their name says', () => {
    const folder = testFolder()
    const at = (name: string) => path.join(folder, name)
    bad.writeGoodAutopack(at('good.db'))
    expect(ask(at('good.db'), 'PRAGMA integrity_check')).toBe('ok')
    bad.writeCorruptSqlite(at('corrupt.db'))
    expect(() =>
      ask(at('corrupt.db'), 'SELECT sum(length(CAST(model AS BLOB))) FROM llm_usage_events NOT INDEXED'),
    ).toThrow()
    bad.writeTruncatedSqlite(at('truncated.db'))
    expect(statSync(at('truncated.db')).size).toBeLessThan(statSync(at('good.db')).size)
    bad.writeForeignSqlite(at('foreign.db'))
    expect(ask(at('foreign.db'), 'SELECT count(*) FROM bookmarks')).toBe(1)
    bad.writeZip(at('zip.db'))
    expect(readFileSync(at('zip.db')).toString('latin1', 0, 2)).toBe('PK')
    bad.writeEmpty(at('empty.db'))
    expect(statSync(at('empty.db')).size).toBe(0)
    bad.writeGzOf(at('good.db'), at('good.db.gz'))
    expect(gunzipSync(readFileSync(at('good.db.gz'))).equals(readFileSync(at('good.db')))).toBe(true)
    bad.writeTruncatedGzOf(at('good.db'), at('cut.db.gz'))
    expect(() => gunzipSync(readFileSync(at('cut.db.gz')))).toThrow()
    bad.writeInvalidText(at('invalid.db'))
    expect(ask(at('invalid.db'), 'SELECT hex(CAST(model AS BLOB)) FROM llm_usage_events WHERE id = 1')).toBe('6770FFFE')
    bad.writeHugeCell(at('huge.db'), 2_000_000)
    expect(ask(at('huge.db'), 'SELECT max(length(CAST(failure_reason AS BLOB))) FROM runs')).toBe(2_000_000)
  })

  it('loops by symlink without an end', () => {
    const folder = testFolder()
    bad.makeSymlinkLoop(folder)
    expect(realpathSync(path.join(folder, 'inner', 'outer'))).toBe(realpathSync(folder))
    expect(lstatSync(path.join(folder, 'itself')).isSymbolicLink()).toBe(true)
    expect(() => realpathSync(path.join(folder, 'itself'))).toThrow('ELOOP')
  })
})
