import type { CellValue, RawRow, SqliteSource } from '@/lib/sources/reader'

type FakeRow = Record<string, CellValue>

/** A foreign database in memory: table → rows. Columns are those of the first row; numbers become bigint as a driver's. */
export class FakeSqliteSource implements SqliteSource {
  /** Tables that cannot be read past this many rows. */
  readonly damagedAfter = new Map<string, number>()

  constructor(private readonly content: Record<string, readonly FakeRow[]>) {}

  tables() {
    return Object.entries(this.content).map(([name, rows]) => ({
      name,
      columns: Object.keys(rows[0] ?? {}),
      rows: rows.length,
    }))
  }

  private all(table: string, columns: readonly string[]): RawRow[] {
    const { [table]: rows = [] } = this.content
    return rows.map((row, index) => ({
      rowid: BigInt(index + 1),
      values: Object.fromEntries(
        columns.map((name) => {
          const value = row[name] ?? null
          return [name, typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value]
        }),
      ),
      truncated: [],
      invalid: [],
    }))
  }

  rows(table: string, columns: readonly string[], after: bigint | null, limit: number): RawRow[] {
    const damaged = this.damagedAfter.get(table)
    if (damaged !== undefined && (after ?? 0n) >= BigInt(damaged)) throw new Error('the database is damaged')
    const all = this.all(table, columns).filter(({ rowid }) => after === null || rowid > after)
    return all.slice(0, Math.min(limit, damaged ?? limit))
  }

  *ordered(table: string, columns: readonly string[], by: string, skip: number): Iterable<RawRow> {
    const key = (row: RawRow) => String(row.values[by] ?? '')
    const sorted = this.all(table, [...columns, by]).sort((a, b) =>
      Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))),
    )
    yield* sorted.slice(skip)
  }

  matching(table: string, columns: readonly string[], column: string, value: string, limit: number): RawRow[] {
    return this.all(table, [...columns, column])
      .filter((row) => row.values[column] === value)
      .slice(0, limit)
  }

  max(table: string, column: string): string | null {
    const times = this.all(table, [column]).map((row) => row.values[column])
    const dated = times.filter((value): value is string => typeof value === 'string' && /^[12]\d{3}-/.test(value))
    return (
      dated
        .map((value) => value.replace('T', ' '))
        .sort()
        .at(-1) ?? null
    )
  }
}
