import 'server-only'
import { createHash } from 'node:crypto'

/** A weak tag of whatever a reply depends on. */
export function etagOf(...parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return `W/"${hash.digest('base64url').slice(0, 22)}"`
}

/** True when the caller already has this reply (If-None-Match compares weakly). */
export function alreadyHas(request: Request, etag: string): boolean {
  const given = request.headers.get('if-none-match')
  if (given === null) return false
  const bare = (tag: string) => tag.trim().replace(/^W\//, '')
  return given.trim() === '*' || given.split(',').some((tag) => bare(tag) === bare(etag))
}
