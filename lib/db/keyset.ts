import 'server-only'
import { z } from 'zod'
import { badRequest } from '@/lib/errors'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import type { Db } from './client'
import type { SqlValue, Statement } from './upsert'

/**
 * Pages by value, not by position: the sort values of the last row shown say where the next page begins, so rows that
 * arrive above cannot shift it, and rows of equal value are kept apart by the unique last column.
 */

interface KeyColumn {
  /** Of the result, and of the table unless `sql` says otherwise. */
  name: string
  sql?: string
  kind: 'text' | 'integer' | 'real'
}

export interface SortOrder {
  columns: readonly [KeyColumn, ...KeyColumn[]]
  /** One direction for all columns: row values are compared in one step, which is what an index can serve. */
  direction: 'DESC' | 'ASC'
  /** The first column may be null; such rows come last, in the order of the other columns. */
  nullable?: boolean
}

export interface KeysetQuery {
  /** `SELECT … FROM …`, without conditions; fixed text of ours, never of a caller. */
  select: string
  /** Values of placeholders inside `select`. */
  selectValues?: readonly SqlValue[]
  where: readonly Statement[]
  order: SortOrder
  after: SqlValue[] | null
  limit: number
}

const sqlOf = (column: KeyColumn) => column.sql ?? `"${column.name}"`

function compare(columns: readonly KeyColumn[], direction: SortOrder['direction'], values: SqlValue[]): Statement {
  const sign = direction === 'DESC' ? '<' : '>'
  const names = columns.map(sqlOf).join(', ')
  return { sql: `(${names}) ${sign} (${columns.map(() => '?').join(', ')})`, values }
}

/** Known values and nulls are asked for apart: a page then reads one stretch of an index, never an OR over two. */
function stretches({ order, after }: KeysetQuery): { columns: readonly KeyColumn[]; where: Statement[] }[] {
  const [first, ...rest] = order.columns
  if (!order.nullable) {
    return [{ columns: order.columns, where: after ? [compare(order.columns, order.direction, after)] : [] }]
  }
  const known: Statement = { sql: `${sqlOf(first)} IS NOT NULL`, values: [] }
  const unknown: Statement = { sql: `${sqlOf(first)} IS NULL`, values: [] }
  if (after && after[0] === null) {
    return [{ columns: rest, where: [unknown, compare(rest, order.direction, after.slice(1))] }]
  }
  const past = after ? [compare(order.columns, order.direction, after)] : []
  return [
    { columns: order.columns, where: [known, ...past] },
    { columns: rest, where: [unknown] },
  ]
}

/** The statements that make one page, in order; the second is needed only when the first gives too few rows. */
export function keysetStatements(query: KeysetQuery): Statement[] {
  return stretches(query).map(({ columns, where }) => {
    const conditions = [...query.where, ...where]
    const order = columns.map((column) => `${sqlOf(column)} ${query.order.direction}`).join(', ')
    const filter = conditions.length > 0 ? ` WHERE ${conditions.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
    return {
      sql: `${query.select}${filter} ORDER BY ${order} LIMIT ?`,
      values: [...(query.selectValues ?? []), ...conditions.flatMap(({ values }) => values)],
    }
  })
}

/** One page and the cursor of the next; one row more than asked is read to know whether there is one. */
export async function keysetPage<Row extends Record<string, unknown>>(
  db: Db,
  query: KeysetQuery,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const wanted = query.limit + 1
  const rows: Row[] = []
  for (const { sql, values } of keysetStatements(query)) {
    if (rows.length >= wanted) break
    rows.push(...(await db.$queryRawUnsafe<Row[]>(sql, ...values, wanted - rows.length)))
  }
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > query.limit && last ? cursorOf(query.order, last) : null }
}

const orderName = ({ columns, direction }: SortOrder) => `${columns.map(({ name }) => name).join(',')} ${direction}`

/** The cursor that continues after a row. */
function cursorOf(order: SortOrder, row: Record<string, unknown>): string {
  return encodeCursor(
    orderName(order),
    order.columns.map(({ name }) => {
      const value = row[name]
      return value === null || value === undefined ? null : String(value)
    }),
  )
}

const Text = z.string()
const Integer = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform((digits) => BigInt(digits))
const Real = z
  .string()
  .regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/)
  .transform(Number)
const KINDS = { text: Text, integer: Integer, real: Real }

/** The sort values in a cursor.
 * @throws bad_request when it belongs to another order, or to none */
export function readCursor(order: SortOrder, cursor: string | undefined): SqlValue[] | null {
  if (cursor === undefined) return null
  const values = decodeCursor(cursor, orderName(order))
  const wrong = () => badRequest('cursor: it belongs to another sort order', { field: 'cursor' })
  if (values.length !== order.columns.length) throw wrong()
  return order.columns.map((column, index) => {
    const kind = KINDS[column.kind]
    const result = (order.nullable && index === 0 ? kind.nullable() : kind).safeParse(values[index])
    if (!result.success) throw wrong()
    return result.data
  })
}

/** `column LIKE` anywhere and in any case, where % and _ are what they look like. */
export function contains(columns: readonly string[], text: string): Statement {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return {
    sql: columns.map((column) => `LOWER(${column}) LIKE LOWER(?) ESCAPE '\\'`).join(' OR '),
    values: columns.map(() => pattern),
  }
}

/** A column equal to a value, or no condition at all when there is none. */
export function equals(column: string, value: SqlValue | undefined): Statement[] {
  return value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }]
}
