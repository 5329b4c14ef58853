import type { Fleet } from '@/lib/http/wire'
import { type AddressQuery, addressFields, type FieldSchema, firstText } from './address-fields'

/** What the address of a list says. `row` and `skip` are for the screen only and never reach the server. */
export interface ListView<Filters> {
  filters: Filters
  /** The marked row. */
  row: string | null
  /** Rows before this page; tells "51–85", since a cursor holds no position. */
  skip: number
}

/** What every list takes beside what narrows it. */
export interface Arranged {
  limit: number
  sort: string
  cursor?: string | undefined
}

export type Change<Filters> = { [K in keyof Filters]?: Filters[K] | undefined }

type PagePath = (fleet: Fleet | undefined, query: Record<string, string | number>) => string

/** Keys of the address that narrow nothing; they only arrange the list. */
const ARRANGING: readonly string[] = ['limit', 'cursor', 'sort'] satisfies (keyof Arranged)[]

export type ListAddress<Filters extends Arranged> = ReturnType<typeof listAddress<Filters>>

/**
 * The address of a page with a list: its filters, the marked row and the position, read and written.
 * @param schema the filters as the route takes them
 * @param pathOf builds the address of the page
 */
export function listAddress<Filters extends Arranged>(schema: FieldSchema<Filters>, pathOf: PagePath) {
  const { defaults, keys, read, write } = addressFields(schema)
  const narrowing = keys.filter((key) => !ARRANGING.includes(key))
  /** A cursor belongs to one order and one set of filters. */
  const fromTheTop = (filters: Filters, next: Readonly<Record<string, unknown>>): Filters => {
    const { cursor: _, ...rest } = filters
    // stringbool reads texts only.
    const kept = Object.entries({ ...rest, ...next }).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, typeof value === 'boolean' ? String(value) : value]],
    )
    return schema.parse(Object.fromEntries(kept))
  }
  return {
    /** The fields that narrow the list. */
    narrowing,
    query: write,
    parse(query: AddressQuery): ListView<Filters> {
      const skip = Number(firstText(query['skip']))
      const filters = read(query)
      return {
        filters,
        row: firstText(query['row'])?.slice(0, 2_000) || null,
        skip: filters.cursor !== undefined && Number.isSafeInteger(skip) && skip > 0 ? skip : 0,
      }
    },
    href({ filters, row, skip }: Partial<ListView<Filters>> & { filters: Filters }, fleet: Fleet | undefined): string {
      return pathOf(fleet, { ...write(filters), ...(skip ? { skip } : {}), ...(row ? { row } : {}) })
    },
    /** The same filters with some of them changed, from the first page on. Undefined removes one. */
    change: (filters: Filters, next: Change<Filters>): Filters => fromTheTop(filters, next),
    /** The same filters with so many rows a page, from the first page on. */
    withPageSize: (filters: Filters, limit: number): Filters => fromTheTop(filters, { limit }),
    without: (filters: Filters, key: keyof Filters & string): Filters => fromTheTop(filters, { [key]: undefined }),
    firstPage: (filters: Filters): Filters => fromTheTop(filters, {}),
    /** The filters with the fields of a form, from the first page on: what the schema refuses is left out. */
    withForm(filters: Filters, fields: Iterable<readonly [name: string, value: unknown]>): Filters {
      const texts = write(fromTheTop(filters, {}))
      for (const [key, value] of fields) {
        if (typeof value !== 'string') continue
        if (value === '') delete texts[key]
        else texts[key] = value
      }
      return read(texts)
    },
    /** Nothing set; the order and the page size stay. */
    reset: ({ sort, limit }: Filters): Filters => ({ ...defaults, sort, limit }),
    isFiltered: (filters: Filters): boolean => narrowing.some((key) => filters[key] !== undefined),
  }
}
