import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, test } from 'vitest'
import { testFolder } from '@/lib/testing/test-db'
import { openSqliteSource, snapshotSqlite } from './open-sqlite'

const open: { close(): void }[] = []
const keep = <T extends { close(): void }>(item: T): T => {
  open.push(item)
  return item
}
afterEach(() => {
  for (const item of open.splice(0)) item.close()
})

function database(sql: string, folder = testFolder()): string {
  const file = path.join(folder, 'source.db')
  const driver = new Database(file)
  driver.exec(sql)
  driver.close()
  return file
}

async function copied(file: string) {
  const target = path.join(testFolder(), 'copy.db')
  const snapshot = await snapshotSqlite(file, target)
  return { snapshot, target, source: keep(openSqliteSource(target)) }
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
const NOTES = 'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)'

describe('a private copy', () => {
  test('has the hash and size of the source and leaves nothing beside it', async () => {
    const file = database(`${NOTES}; INSERT INTO notes VALUES (1, 'one')`)
    const { snapshot, target } = await copied(file)
    expect(snapshot).toEqual({ sha256: sha256(file), bytes: statSync(file).size, journal: null })
    expect(readdirSync(path.dirname(file))).toEqual(['source.db'])
    expect(sha256(target)).toBe(snapshot.sha256)
  })

  test('holds what is only in the log of a database that is being written, and does not touch log or file', async () => {
    const file = database(`PRAGMA journal_mode = WAL; ${NOTES}`)
    const writer = keep(new Database(file))
    writer.exec("INSERT INTO notes VALUES (1, 'in the log')")
    const before = [sha256(file), sha256(`${file}-wal`)]
    const { snapshot, source } = await copied(file)
    expect(snapshot).toMatchObject({ sha256: before[0], journal: 'wal' })
    expect(source.rows('notes', ['body'], null, 10).map((row) => row.values['body'])).toEqual(['in the log'])
    expect([sha256(file), sha256(`${file}-wal`)]).toEqual(before)
  })

  test('leaves out a transaction that was not committed', async () => {
    const file = database(`${NOTES}; INSERT INTO notes VALUES (1, 'kept')`)
    const writer = keep(new Database(file))
    writer.exec('PRAGMA cache_size = 2; PRAGMA cache_spill = 1; BEGIN')
    for (let id = 2; id < 400; id += 1) writer.exec(`INSERT INTO notes VALUES (${id}, '${'x'.repeat(2_000)}')`)
    expect(existsSync(`${file}-journal`)).toBe(true)
    const { snapshot, source } = await copied(file)
    expect(snapshot.journal).toBe('rollback')
    expect(source.tables()).toMatchObject([{ name: 'notes', rows: 1 }])
  })

  test('is consistent while another process writes without a pause', async () => {
    const file = database(
      `PRAGMA journal_mode = WAL; CREATE TABLE pair (a INTEGER, b INTEGER); INSERT INTO pair VALUES (0, 0)`,
    )
    const writer = keep(new Database(file))
    let value = 0
    let writing = true
    const written = (async () => {
      while (writing) {
        value += 1
        writer.exec(`BEGIN; UPDATE pair SET a = ${value}; UPDATE pair SET b = ${value}; COMMIT`)
        if (value % 7 === 0) writer.prepare('PRAGMA wal_checkpoint(RESTART)').all()
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    for (let round = 0; round < 5; round += 1) {
      const { source } = await copied(file)
      const [row] = source.rows('pair', ['a', 'b'], null, 1)
      expect(row?.values['a']).toBe(row?.values['b'])
    }
    writing = false
    await written
  })

  test('can be made where nothing may be written', async () => {
    const folder = path.join(testFolder(), 'locked')
    mkdirSync(folder)
    const file = database(`PRAGMA journal_mode = WAL; ${NOTES}; INSERT INTO notes VALUES (1, 'one')`, folder)
    chmodSync(file, 0o444)
    chmodSync(folder, 0o555)
    const { source } = await copied(file)
    expect(source.tables()).toMatchObject([{ name: 'notes', rows: 1 }])
    expect(readdirSync(folder)).toEqual(['source.db'])
    chmodSync(folder, 0o755)
  })
})

describe('what is no readable database is refused in one sentence', () => {
  const refusal = (bytes: Buffer) => {
    const file = path.join(testFolder(), 'odd.db')
    writeFileSync(file, bytes)
    return () => keep(openSqliteSource(file))
  }

  test('a zip named .db, text, encrypted bytes, an empty file', () => {
    expect(refusal(Buffer.from('PK\u0003\u0004 and so on'))).toThrow('it is a zip archive; unpack it first')
    expect(refusal(Buffer.from('hello'))).toThrow('it is not a SQLite database, or it is encrypted')
    expect(refusal(createHash('sha512').update('seed').digest())).toThrow(
      'it is not a SQLite database, or it is encrypted',
    )
    expect(refusal(Buffer.alloc(0))).toThrow('the file is empty')
    expect(refusal(Buffer.from('SQLite format 3\0', 'latin1'))).toThrow('cut short')
  })

  test('a file that was cut short', () => {
    const file = database(`${NOTES}; INSERT INTO notes VALUES (1, '${'x'.repeat(50_000)}')`)
    truncateSync(file, 9_000)
    expect(() => openSqliteSource(file)).toThrow(/^the database is cut short: 9000 of \d+ bytes are there$/)
  })

  test('a damaged page stops its table and no other', () => {
    const filler = Array.from(
      { length: 400 },
      (_, id) => `INSERT INTO notes VALUES (${id}, '${'x'.repeat(500)}');`,
    ).join('')
    const file = database(
      `CREATE TABLE fine (id INTEGER PRIMARY KEY); INSERT INTO fine VALUES (7); ${NOTES}; BEGIN; ${filler} COMMIT`,
    )
    const damaged = path.join(testFolder(), 'damaged.db')
    copyFileSync(file, damaged)
    const bytes = readFileSync(damaged)
    bytes.fill(0xff, 4_096 * 20, 4_096 * 30)
    writeFileSync(damaged, bytes)
    const source = keep(openSqliteSource(damaged))
    expect(source.rows('fine', ['id'], null, 5)).toHaveLength(1)
    expect(() => source.rows('notes', ['id', 'body'], null, 500)).toThrow(/^the database is damaged/)
  })
})

describe('rows', () => {
  test('text that is not valid UTF-8 is decoded, marked, and never ends the process', async () => {
    const { source } = await copied(
      database(`${NOTES}; INSERT INTO notes VALUES (1, CAST(x'ff4142' AS TEXT)), (2, 'fine \u{1f600}')`),
    )
    const [bad, fine] = source.rows('notes', ['body'], null, 5)
    expect(bad).toMatchObject({ values: { body: '\uFFFDAB' }, invalid: ['body'] })
    expect(fine).toMatchObject({ values: { body: 'fine \u{1f600}' }, invalid: [] })
  })

  test('names with quotes, keywords and control characters are only names', async () => {
    const table = `no"tes'; DROP TABLE x; --`
    const column = `a"b'c\u0007 select`
    const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
    const file = database(
      `CREATE TABLE ${quoted(table)} (${quoted(column)} TEXT, rowid TEXT); INSERT INTO ${quoted(table)} VALUES ('v', 'mine')`,
    )
    const { source } = await copied(file)
    expect(source.tables()).toEqual([expect.objectContaining({ name: table, columns: [column, 'rowid'], rows: 1 })])
    expect(source.rows(table, [column, 'rowid'], null, 5)).toMatchObject([
      { rowid: 1n, values: { [column]: 'v', rowid: 'mine' } },
    ])
  })

  test('integers keep all their digits; blobs, reals and nulls stay what they are', async () => {
    const { source } = await copied(
      database(
        `CREATE TABLE mixed (v); INSERT INTO mixed VALUES (9223372036854775807), (1.5), (NULL), (x'00ff'), ('7')`,
      ),
    )
    const values = source.rows('mixed', ['v'], null, 9).map((row) => row.values['v'])
    expect(values).toEqual([9_223_372_036_854_775_807n, 1.5, null, new Uint8Array([0, 255]), '7'])
  })

  test('a 50 MB cell is cut to 1 MiB and says so', async () => {
    const { source } = await copied(
      database(`${NOTES}; INSERT INTO notes VALUES (1, hex(zeroblob(25000000))), (2, 'short')`),
    )
    const rows = source.rows('notes', ['body'], null, 9)
    expect(rows.map((row) => [String(row.values['body']).length, row.truncated])).toEqual([
      [2 ** 20, ['body']],
      [5, []],
    ])
  })

  test('large rows come in small pages, and nothing is left out', async () => {
    const rows = Array.from({ length: 40 }, () => 'INSERT INTO notes (body) VALUES (hex(zeroblob(1000000)))').join(';')
    const { source } = await copied(database(`${NOTES}; ${rows}`))
    const sizes: number[] = []
    let after: bigint | null = null
    for (;;) {
      const page: ReturnType<typeof source.rows> = source.rows('notes', ['body'], after, 500)
      if (page.length === 0) break
      sizes.push(page.length)
      after = page.at(-1)?.rowid ?? null
    }
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(40)
    expect(Math.max(...sizes)).toBeLessThan(20)
  })

  test('a table without rowid is paged in the order of its key', async () => {
    const { source } = await copied(
      database(
        `CREATE TABLE bare (k TEXT, n INTEGER, PRIMARY KEY (k, n)) WITHOUT ROWID; INSERT INTO bare VALUES ('b', 1), ('a', 2), ('a', 1)`,
      ),
    )
    const first = source.rows('bare', ['k', 'n'], null, 2)
    const rest = source.rows('bare', ['k', 'n'], first.at(-1)?.rowid ?? null, 2)
    expect([...first, ...rest].map((row) => `${row.values['k']}${row.values['n']}`)).toEqual(['a1', 'a2', 'b1'])
    expect(source.rows('bare', ['k'], 3n, 2)).toEqual([])
  })

  test('views and virtual tables are not read', async () => {
    const { source } = await copied(
      database(`${NOTES}; CREATE VIEW v AS SELECT * FROM notes; CREATE VIRTUAL TABLE s USING fts5(body)`),
    )
    const names = source.tables().map((table) => table.name)
    expect(names).toContain('notes')
    expect(names).not.toContain('v')
    expect(names).not.toContain('s')
  })

  test('a database in UTF-16 reads the same', async () => {
    const { source } = await copied(
      database(`PRAGMA encoding = 'UTF-16le'; ${NOTES}; INSERT INTO notes VALUES (1, 'naïve')`),
    )
    expect(source.rows('notes', ['body'], null, 1)[0]).toMatchObject({ values: { body: 'naïve' }, invalid: [] })
  })

  test('ordered and matching reads, and the latest of two forms of time', async () => {
    const { source } = await copied(
      database(`CREATE TABLE e (run TEXT, at TEXT);
        INSERT INTO e VALUES ('b', '2025-12-09 01:00:00'), ('a', '2025-12-09T00:00:00'), ('b', 'soon'), (NULL, '2025-01-01T00:00:00')`),
    )
    const order = (skip: number) =>
      [...source.ordered('e', ['run'], 'run', skip)].map((row) => `${row.values['run']}${row.rowid}`)
    expect(order(0)).toEqual(['null4', 'a2', 'b1', 'b3'])
    expect(order(2)).toEqual(['b1', 'b3'])
    expect(source.matching('e', ['at'], 'run', 'b', 5).map((row) => row.rowid)).toEqual([1n, 3n])
    expect(source.max('e', 'at')).toBe('2025-12-09 01:00:00')
    expect(source.max('e', 'run')).toBeNull()
  })
})
