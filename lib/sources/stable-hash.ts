import { createHash } from 'node:crypto'

/** A short hash of parts that keeps them apart; equal on every machine and for every version of a schema. */
export function stableHash(parts: readonly (string | bigint | number | boolean | null)[]): string {
  const text = JSON.stringify(parts.map((part) => (part === null ? null : String(part))))
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
