import 'server-only'

/** A value as the driver takes it. Booleans become 0 or 1 here, so that both providers agree. */
export type SqlValue = string | number | bigint | boolean | null
export type Row = Record<string, SqlValue>

/** One statement of a batch; handed to `writeAll`, which runs them in one transaction. */
export interface Statement {
  sql: string
  values: SqlValue[]
}

/** One statement that is run once for each of many rows. */
export interface RowStatement {
  sql: string
  rows: readonly SqlValue[][]
}
