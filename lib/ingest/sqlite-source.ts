import 'server-only'
import type Database from 'libsql'
import type { CellValue, RawRow, SqliteSource, TableInfo } from '@/lib/sources/reader'

/** Longer text is cut and the row says so. In UTF-16 units. */
const TEXT_MAX = 2 ** 20
/** First look at a row; only rows with a longer cell are read again, one by one. */
const FIRST_LOOK = 16 * 2 ** 10
const CHUNK_ROWS = 64
/** Once this much text was taken, `rows` returns what it has. */
const TEXT_BUDGET = 16 * 2 ** 20

type Driver = InstanceType<typeof Database>
type DriverRow = Record<string, unknown>

interface KnownTable extends TableInfo {
  /** The name under which the table has its rowid, or null when it has none. */
  rowid: string | null
  primaryKey: readonly string[]
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
/** Columns are named through the table, because an alias of the reply would win over a column of the same name. */
const column = (name: string) => `src.${quote(name)}`
const from = (table: string) => `FROM ${quote(table)} AS src`
const isAddressable = (name: string) => !name.includes('\u0000') && !name.includes('\uFFFD')

/** One sentence for what the driver reports about a foreign file. */
export function sqliteProblem(error: unknown): Error {
  const { message = String(error), code = '' } = error as { message?: string; code?: string }
  if (/NOTADB|not a database/i.test(`${code} ${message}`))
    return new Error('it is not a SQLite database, or it is encrypted')
  if (/CORRUPT|malformed/i.test(`${code} ${message}`))
    return new Error('the database is damaged: a page of it cannot be read')
  if (/unsupported file format/i.test(message))
    return new Error('the database has a file format newer than this program reads')
  return new Error(`the database cannot be read: ${message}`)
}

/**
 * Reads a foreign database so that no text of it reaches the driver as text: names and cells come as bytes and are
 * decoded here, columns are asked for by alias. Views and virtual tables are not read.
 */
export class SqliteFileSource implements SqliteSource {
  private encoding = 'utf-8'
  private readonly decoder: TextDecoder
  private readonly strict: TextDecoder
  private known: Map<string, KnownTable> | null = null

  constructor(private readonly driver: Driver) {
    driver.exec('PRAGMA query_only = ON; PRAGMA trusted_schema = OFF')
    const name = this.all('SELECT encoding AS c0 FROM pragma_encoding()')[0]?.['c0']
    if (typeof name === 'string') this.encoding = name.toLowerCase()
    this.decoder = new TextDecoder(this.encoding, { ignoreBOM: true })
    this.strict = new TextDecoder(this.encoding, { ignoreBOM: true, fatal: true })
    this.all('SELECT count(*) AS c0 FROM sqlite_master')
  }

  close(): void {
    this.driver.close()
  }

  tables(): readonly TableInfo[] {
    return [...this.catalog().values()]
  }

  rows(table: string, columns: readonly string[], after: bigint | null, limit: number): RawRow[] {
    const info = this.table(table)
    const rows: RawRow[] = []
    let last = after
    let size = 0
    while (rows.length < limit && size < TEXT_BUDGET) {
      const chunk = this.chunk(info, columns, last, Math.min(CHUNK_ROWS, limit - rows.length))
      for (const row of chunk) {
        const whole = row.truncated.length > 0 ? this.whole(info, columns, row.rowid) : row
        rows.push(whole)
        last = whole.rowid
        size += textSize(whole)
        if (size >= TEXT_BUDGET) break
      }
      if (chunk.length < CHUNK_ROWS) break
    }
    return rows
  }

  *ordered(table: string, columns: readonly string[], by: string, skip: number): Iterable<RawRow> {
    const info = this.table(table)
    const order = [`${column(by)} COLLATE BINARY`, ...this.naturalOrder(info)].join(', ')
    const sql = `SELECT ${this.cells(info, columns, FIRST_LOOK)} ${from(table)} ORDER BY ${order} LIMIT -1 OFFSET ?`
    try {
      for (const row of this.driver.prepare(sql).safeIntegers(true).iterate(BigInt(skip))) {
        yield this.row(row as DriverRow, columns, FIRST_LOOK, 0n)
      }
    } catch (error) {
      throw sqliteProblem(error)
    }
  }

  matching(table: string, columns: readonly string[], by: string, value: string, limit: number): RawRow[] {
    const info = this.table(table)
    const where = `WHERE ${column(by)} = ? ORDER BY ${this.naturalOrder(info).join(', ')} LIMIT ?`
    const sql = `SELECT ${this.cells(info, columns, FIRST_LOOK)} ${from(table)} ${where}`
    return this.all(sql, value, BigInt(limit)).map((row) => this.row(row, columns, FIRST_LOOK, 0n))
  }

  max(table: string, name: string): string | null {
    // Both text forms of time occur in one column; with a space for "T" their text order is time order.
    const value = `replace(substr(${column(name)}, 1, 40), 'T', ' ')`
    const dated = `typeof(${column(name)}) = 'text' AND ${column(name)} GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'`
    const rows = this.all(`SELECT CAST(max(${value}) AS BLOB) AS c0 ${from(this.table(table).name)} WHERE ${dated}`)
    return this.text(rows[0]?.['c0'], null)
  }

  private all(sql: string, ...values: (string | bigint)[]): DriverRow[] {
    try {
      return this.driver
        .prepare(sql)
        .safeIntegers(true)
        .all(...values) as DriverRow[]
    } catch (error) {
      throw sqliteProblem(error)
    }
  }

  private catalog(): Map<string, KnownTable> {
    if (this.known) return this.known
    const names = this.all(
      "SELECT CAST(name AS BLOB) AS c0 FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name",
    ).map((row) => this.text(row['c0'], ''))
    this.known = new Map(names.filter(isAddressable).map((name) => [name, this.describe(name)]))
    return this.known
  }

  private describe(name: string): KnownTable {
    const info = this.all('SELECT CAST(name AS BLOB) AS c0, pk AS c1 FROM pragma_table_info(?)', name)
    const named = info.map((row) => ({ name: this.text(row['c0'], ''), pk: Number(row['c1']) }))
    const columns = named.map((column) => column.name).filter(isAddressable)
    const taken = new Set(columns.map((column) => column.toLowerCase()))
    const free = ['rowid', '_rowid_', 'oid'].find((alias) => !taken.has(alias))
    const primaryKey = named.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    return {
      name,
      columns,
      rows: this.count(name),
      rowid: free !== undefined && this.hasRowid(name, free) ? free : null,
      primaryKey: primaryKey.map((column) => column.name).filter(isAddressable),
    }
  }

  /** 0 for a table that is damaged: reading it says so, and the others are read. */
  private count(table: string): number {
    try {
      return Number(this.all(`SELECT count(*) AS c0 ${from(table)}`)[0]?.['c0'] ?? 0)
    } catch {
      return 0
    }
  }

  private hasRowid(table: string, alias: string): boolean {
    try {
      this.driver.prepare(`SELECT src.${alias} ${from(table)} LIMIT 0`)
      return true
    } catch {
      return false
    }
  }

  private table(name: string): KnownTable {
    const info = this.catalog().get(name)
    if (!info) throw new Error(`the database has no table ${name}`)
    return info
  }

  private naturalOrder(info: KnownTable): string[] {
    if (info.rowid !== null) return [`src.${info.rowid}`]
    return (info.primaryKey.length > 0 ? info.primaryKey : info.columns).map(column)
  }

  private cells(info: KnownTable, columns: readonly string[], cap: number): string {
    const key = info.rowid === null ? 'NULL AS k' : `src.${info.rowid} AS k`
    const cells = columns.map((name, index) => {
      const cell = column(name)
      const text = `CAST(substr(${cell}, 1, ${cap + 1}) AS BLOB)`
      const value = `CASE typeof(${cell}) WHEN 'text' THEN ${text} WHEN 'blob' THEN substr(${cell}, 1, ${cap}) ELSE ${cell} END`
      return `${value} AS c${index}, typeof(${cell}) = 'text' AS t${index}`
    })
    return [key, ...cells].join(', ')
  }

  /** The next rows. A table without a rowid is paged by position, and its position stands for the rowid. */
  private chunk(info: KnownTable, columns: readonly string[], after: bigint | null, limit: number): RawRow[] {
    const select = `SELECT ${this.cells(info, columns, FIRST_LOOK)} ${from(info.name)}`
    const order = this.naturalOrder(info).join(', ')
    if (info.rowid === null) {
      const offset = after ?? 0n
      const page = this.all(`${select} ORDER BY ${order} LIMIT ? OFFSET ?`, BigInt(limit), offset)
      return page.map((row, index) => this.row(row, columns, FIRST_LOOK, offset + BigInt(index) + 1n))
    }
    const page =
      after === null
        ? this.all(`${select} ORDER BY ${order} LIMIT ?`, BigInt(limit))
        : this.all(`${select} WHERE src.${info.rowid} > ? ORDER BY ${order} LIMIT ?`, after, BigInt(limit))
    return page.map((row) => this.row(row, columns, FIRST_LOOK, 0n))
  }

  private whole(info: KnownTable, columns: readonly string[], rowid: bigint): RawRow {
    const select = `SELECT ${this.cells(info, columns, TEXT_MAX)} ${from(info.name)}`
    const [row] =
      info.rowid === null
        ? this.all(`${select} ORDER BY ${this.naturalOrder(info).join(', ')} LIMIT 1 OFFSET ?`, rowid - 1n)
        : this.all(`${select} WHERE src.${info.rowid} = ?`, rowid)
    return this.row(row ?? {}, columns, TEXT_MAX, rowid)
  }

  private row(raw: DriverRow, columns: readonly string[], cap: number, position: bigint): RawRow {
    const row = { rowid: typeof raw['k'] === 'bigint' ? raw['k'] : position, values: {} as Record<string, CellValue> }
    const truncated: string[] = []
    const invalid: string[] = []
    columns.forEach((name, index) => {
      const cell = raw[`c${index}`]
      if (!(cell instanceof ArrayBuffer)) {
        row.values[name] = (cell ?? null) as CellValue
        return
      }
      const bytes = new Uint8Array(cell)
      if (!raw[`t${index}`]) {
        row.values[name] = bytes
        return
      }
      const text = this.decoder.decode(bytes)
      if (text.includes('\uFFFD') && !this.isValid(bytes)) invalid.push(name)
      if (text.length > cap) truncated.push(name)
      row.values[name] = text.length > cap ? text.slice(0, cap).replace(/[\uD800-\uDBFF]$/, '') : text
    })
    return { ...row, truncated, invalid }
  }

  private isValid(bytes: Uint8Array): boolean {
    try {
      this.strict.decode(bytes)
      return true
    } catch {
      return false
    }
  }

  private text<T extends string | null>(cell: unknown, otherwise: T): string | T {
    if (!(cell instanceof ArrayBuffer)) return otherwise
    return new TextDecoder(this.encoding).decode(cell)
  }
}

function textSize(row: RawRow): number {
  return Object.values(row.values).reduce<number>((sum, value) => {
    return sum + (typeof value === 'string' || value instanceof Uint8Array ? value.length : 8)
  }, 0)
}
