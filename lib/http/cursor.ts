import { z } from 'zod'
import { badRequest } from '@/lib/errors'

/** The sort values of the last row shown. Integers travel as text: JSON numbers end at 2^53. */
export type CursorValue = string | null

const Cursor = z.tuple([z.string(), z.array(z.string().nullable()).max(16)])
const BASE64URL = /^[A-Za-z0-9_-]+$/

/**
 * Cursors are opaque to callers: the order they belong to and the values of the last row, as base64url.
 * `order` names the sort so exactly that a cursor of another one cannot pass for it.
 */
export function encodeCursor(order: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([order, values]), 'utf8').toString('base64url')
}

function parsed(text: string): unknown {
  if (!BASE64URL.test(text)) return null
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

/**
 * The values in a cursor, as texts; whoever compares numbers with them parses those.
 * @throws bad_request when it is damaged, not one of ours, or of another order
 */
export function decodeCursor(text: string, order: string): CursorValue[] {
  const cursor = Cursor.safeParse(parsed(text))
  if (!cursor.success) throw badRequest('cursor: not one of ours; start again without it', { field: 'cursor' })
  const [of, values] = cursor.data
  if (of !== order) throw badRequest('cursor: it belongs to another sort order', { field: 'cursor' })
  return values
}
