import { z } from 'zod'

/** A column: the path of names that leads to its value. */
type Column = readonly string[]

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return unwrap(schema.unwrap() as z.ZodType)
  return schema
}

/** The columns of a row, from its schema: they are the same whatever the rows hold, and when there are none. */
export function csvColumns(schema: z.ZodType, above: Column = []): Column[] {
  const inner = unwrap(schema)
  if (!(inner instanceof z.ZodObject)) return [above]
  return Object.entries(inner.shape).flatMap(([name, field]) => csvColumns(field as z.ZodType, [...above, name]))
}

function valueAt(row: unknown, column: Column): unknown {
  return column.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    row,
  )
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item !== 'object')
  return isPlainList ? value.join('; ') : JSON.stringify(value)
}

const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/
/** What spreadsheets run as a formula, full-width signs and leading blanks included. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

/** One cell (RFC 4180). Text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers. */
function cell(value: unknown): string {
  const text = textOf(value)
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** Rows as CSV with a header line: nested objects as `a.b`, plain lists joined by `; `, unknown as nothing. */
export function toCsv(columns: readonly Column[], rows: readonly unknown[]): string {
  const lines = [
    columns.map((column) => cell(column.join('.'))),
    ...rows.map((row) => columns.map((column) => cell(valueAt(row, column)))),
  ]
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('')
}
