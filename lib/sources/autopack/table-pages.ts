import type { RawRow, SqliteSource } from '@/lib/sources/reader'

const PAGE_ROWS = 500

/**
 * All rows of a table, page by page, with those of the given columns that it has; nothing when the table is missing, and
 * no more where it is damaged: reading the table itself tells that.
 */
export function* pagesOf(source: SqliteSource, table: string, columns: readonly string[]): Iterable<RawRow> {
  const known = source.tables().find(({ name }) => name === table)?.columns ?? []
  const present = columns.filter((column) => known.includes(column))
  if (present.length === 0) return
  let after: bigint | null = null
  for (;;) {
    const rows = pageAfter(source, table, present, after)
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.rowid
  }
}

function pageAfter(source: SqliteSource, table: string, columns: readonly string[], after: bigint | null): RawRow[] {
  try {
    return source.rows(table, columns, after, PAGE_ROWS)
  } catch {
    return []
  }
}
