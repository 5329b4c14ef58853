import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ListSessionsInput, type SESSION_SORTS } from '@/lib/sessions/schema'

export type SessionSort = (typeof SESSION_SORTS)[number]

/** What the address of the sessions page says. `row` and `skip` are for the screen only and never reach the server. */
export interface SessionsView {
  filters: ListSessionsInput
  /** The marked row. */
  row: string | null
  /** Rows before this page; a cursor holds no position. */
  skip: number
}

type Raw = Readonly<Record<string, string | readonly string[] | undefined>>
type Key = keyof ListSessionsInput

const DEFAULTS = ListSessionsInput.parse({})
const KEYS = Object.keys(ListSessionsInput.shape) as Key[]
/** Keys of the address that narrow the list; the others only arrange it. */
const ARRANGING: readonly Key[] = ['limit', 'cursor', 'sort']
export const FILTER_KEYS = KEYS.filter((key) => !ARRANGING.includes(key))

const one = (value: Raw[string]) => (typeof value === 'string' || value === undefined ? value : value[0])

/** A stale or hand-edited address falls back field by field; it never throws a page away. */
export function parseSessionsView(raw: Raw): SessionsView {
  const kept = KEYS.flatMap((key) => {
    const text = one(raw[key])
    const good = text !== undefined && text !== '' && ListSessionsInput.shape[key].safeParse(text).success
    return good ? [[key, text]] : []
  })
  const skip = Number(one(raw['skip']))
  const filters = ListSessionsInput.parse(Object.fromEntries(kept))
  return {
    filters,
    row: one(raw['row'])?.slice(0, 2_000) || null,
    skip: filters.cursor !== undefined && Number.isSafeInteger(skip) && skip > 0 ? skip : 0,
  }
}

const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})T00:00:00\.000Z$/

/** What differs from the defaults, as texts that the server and this page read back to the same filters. */
export function sessionQuery(filters: ListSessionsInput): Record<string, string> {
  const query: Record<string, string> = {}
  for (const key of KEYS) {
    const value = filters[key]
    if (value === undefined || value === '' || value === DEFAULTS[key]) continue
    query[key] = key === 'from' || key === 'to' ? String(value).replace(MIDNIGHT, '$1') : String(value)
  }
  return query
}

/** The address of the sessions page. A cursor belongs to one order and one set of filters: `change` drops it. */
export function sessionsHref(
  view: Partial<SessionsView> & { filters: ListSessionsInput },
  fleet: Fleet | undefined,
): string {
  const { filters, row, skip } = view
  return paths.sessions(fleet, { ...sessionQuery(filters), ...(skip ? { skip } : {}), ...(row ? { row } : {}) })
}

/** The same filters with some of them changed, from the first page on. Undefined removes one. */
export function change(
  filters: ListSessionsInput,
  next: { [K in Key]?: ListSessionsInput[K] | undefined },
): ListSessionsInput {
  const { cursor: _, ...rest } = filters
  const kept = Object.entries({ ...rest, ...next }).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, typeof value === 'boolean' ? String(value) : value]],
  )
  return ListSessionsInput.parse(Object.fromEntries(kept))
}

/** Nothing set; the order and the page size stay. */
export function resetFilters({ sort, limit }: ListSessionsInput): ListSessionsInput {
  return { ...DEFAULTS, sort, limit }
}

export function isFiltered(filters: ListSessionsInput): boolean {
  return FILTER_KEYS.some((key) => filters[key] !== undefined)
}

/** The order in words, as the toolbar tells it. */
export const ORDER_WORDS = {
  lastEvidence: 'newest evidence first',
  started: 'latest start first',
  tokens: 'most tokens first',
  cost: 'highest cost first',
  failures: 'most failed calls first',
} as const satisfies Record<SessionSort, string>
