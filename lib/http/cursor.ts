import { badRequest } from '@/lib/errors'

/** Cursors are opaque to callers: JSON of the last row's sort values, as base64url. */

export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
}

/** What a cursor holds, unchecked: whoever made it must parse it like any input.
 * @throws bad_request when it is no cursor of ours */
export function decodeCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    throw badRequest('cursor: not one of ours; start again without it', { field: 'cursor' })
  }
}
