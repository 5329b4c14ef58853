import 'server-only'
import Database from 'libsql'
import type { SqlValue } from './statement'

const BUSY_MS = 5_000

/** What a verb needs that only asks in SQL: the ORM's client, or a reader of the file, which opens in a few milliseconds. */
export interface SqlReader {
  $queryRawUnsafe<T = unknown>(query: string, ...values: SqlValue[]): Promise<T>
}

/** Reads one SQLite file that exists, without the ORM. Integers come as bigint, as the ORM gives them. */
export class SqliteReader implements SqlReader {
  private readonly db: Database.Database

  /** @throws what the driver throws when the file cannot be opened */
  constructor(file: string) {
    this.db = new Database(file, { timeout: BUSY_MS })
  }

  async $queryRawUnsafe<T = unknown>(query: string, ...values: SqlValue[]): Promise<T> {
    return this.db.prepare(query).safeIntegers(true).all(values) as T
  }

  close(): void {
    this.db.close()
  }
}
