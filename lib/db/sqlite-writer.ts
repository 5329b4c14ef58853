import 'server-only'
import Database from 'libsql'
import type { Row, RowStatement, SqlValue, Statement } from './statement'

const BUSY_MS = 5_000
/** Of every connection that writes. */
export const WRITER_PRAGMAS = [
  // In WAL a killed process loses nothing; only a power cut can undo the last batches, whose cursor then goes with them.
  'PRAGMA synchronous=NORMAL',
  // Pages of a batch stay in memory (KiB), and go from the journal into the file less often than every 4 MB (pages).
  'PRAGMA cache_size=-16384',
  'PRAGMA wal_autocheckpoint=8000',
  // The driver is built to sort in memory however much there is; beyond the cache it shall use a file.
  'PRAGMA temp_store=FILE',
]
/** Statements kept prepared; batches use the same few dozen again and again. */
const PREPARED_MAX = 300

type Prepared = ReturnType<Database.Database['prepare']>

const asParameter = (value: SqlValue) => (typeof value === 'boolean' ? (value ? 1 : 0) : value)

/**
 * Writes batches into one SQLite file, each in one transaction. Beside the ORM because writing is where time goes: its
 * way costs about ten times as much a row (docs/decisions/0012). Synchronous: it blocks its thread for one batch.
 */
export class SqliteWriter {
  private db: Database.Database | null = null
  private readonly prepared = new Map<string, Prepared>()

  constructor(private readonly file: string) {}

  /** @throws what the first failing statement threw; nothing of the batch is then written */
  write(statements: readonly (Statement | RowStatement)[]): void {
    this.script('', statements)
  }

  /** Statements without parameters as one text, then others; all in one transaction. */
  script(sql: string, statements: readonly (Statement | RowStatement)[]): void {
    const db = this.open()
    db.exec('BEGIN IMMEDIATE')
    try {
      if (sql !== '') db.exec(sql)
      for (const statement of statements) this.run(db, statement)
      db.exec('COMMIT')
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  /** Rows as this connection sees them; integers as bigint. For reading what a batch is about to change. */
  all(sql: string, values: readonly SqlValue[]): Row[] {
    const prepared = this.prepare(this.open(), sql)
    return prepared.safeIntegers(true).all(values.map(asParameter)) as Row[]
  }

  close(): void {
    this.prepared.clear()
    this.db?.close()
    this.db = null
  }

  private open(): Database.Database {
    if (this.db) return this.db
    const db = new Database(this.file, { timeout: BUSY_MS })
    for (const pragma of WRITER_PRAGMAS) db.exec(pragma)
    this.db = db
    return db
  }

  private run(db: Database.Database, statement: Statement | RowStatement): void {
    const prepared = this.prepare(db, statement.sql)
    if ('values' in statement) prepared.run(statement.values.map(asParameter))
    else for (const row of statement.rows) prepared.run(row.map(asParameter))
  }

  private prepare(db: Database.Database, sql: string): Prepared {
    const known = this.prepared.get(sql)
    if (known) return known
    if (this.prepared.size >= PREPARED_MAX) this.prepared.clear()
    const prepared = db.prepare(sql)
    this.prepared.set(sql, prepared)
    return prepared
  }
}
