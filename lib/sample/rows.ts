/** One row of a table, column by column. */
export type Row = Record<string, string | number | null>

/** Rows by table, in the order of their tables' first row; ids count up from a base of their own per run of live rows. */
export class Rows {
  readonly tables = new Map<string, Row[]>()
  readonly #next = new Map<string, number>()

  constructor(readonly firstId = 1) {}

  /** Adds a row under the table's next id, in the column that the table calls its id. */
  add(table: string, row: Row): number {
    const id = this.#next.get(table) ?? this.firstId
    this.#next.set(table, id + 1)
    this.put(table, { [EVENT_ID_TABLES.has(table) ? 'event_id' : 'id']: id, ...row })
    return id
  }

  /** Adds a row that brings its own id. */
  put(table: string, row: Row): void {
    const rows = this.tables.get(table)
    if (rows) rows.push(row)
    else this.tables.set(table, [row])
  }

  of(table: string): Row[] {
    return this.tables.get(table) ?? []
  }
}

const EVENT_ID_TABLES = new Set([
  'token_estimation_v2_events',
  'token_budget_escalation_events',
  'sot_retrieval_events',
])

/** Autopack's text form of a UTC time: a space, microseconds, no zone. */
export function autopackTime(ms: number): string
export function autopackTime(ms: number | null): string | null
export function autopackTime(ms: number | null): string | null {
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, -1).replace('T', ' ')}000`
}
