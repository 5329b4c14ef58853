import type { z } from 'zod'

/** The query of an address as Next.js and URLSearchParams give it. */
export type AddressQuery = Readonly<Record<string, string | readonly string[] | undefined>>

/** A schema whose fields can be asked one by one. */
export type FieldSchema<Fields> = z.ZodType<Fields> & { shape: Readonly<Record<keyof Fields & string, z.ZodType>> }

/** The first of repeated fields. */
export const firstText = (value: AddressQuery[string]): string | undefined =>
  typeof value === 'string' || value === undefined ? value : value[0]

const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})T00:00:00\.000Z$/

/**
 * Reads and writes the fields of a schema as the query of an address.
 * @param schema takes every field as a text and has a default for each, or does without it
 */
export function addressFields<Fields extends object>(schema: FieldSchema<Fields>) {
  const defaults = schema.parse({})
  const keys = Object.keys(schema.shape) as (keyof Fields & string)[]
  return {
    defaults,
    keys,
    /** A stale or hand-edited address falls back field by field; it never throws a page away. */
    read(query: AddressQuery): Fields {
      const kept = keys.flatMap((key) => {
        const text = firstText(query[key])
        return text !== undefined && text !== '' && schema.shape[key].safeParse(text).success ? [[key, text]] : []
      })
      return schema.parse(Object.fromEntries(kept))
    },
    /** What differs from the defaults, as texts that are read back to the same fields. */
    write(fields: Fields): Record<string, string> {
      const query: Record<string, string> = {}
      for (const key of keys) {
        const value: unknown = fields[key]
        if (value === undefined || value === '' || value === defaults[key]) continue
        query[key] = key === 'from' || key === 'to' ? String(value).replace(MIDNIGHT, '$1') : String(value)
      }
      return query
    },
  }
}
