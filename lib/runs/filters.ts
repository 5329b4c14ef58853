import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ListRunsInput, type RUN_SORTS } from '@/lib/runs/schema'

export type RunSort = (typeof RUN_SORTS)[number]

/** What the address of the runs page says. `row` and `skip` are for the screen only and never reach the server. */
export interface RunsView {
  filters: ListRunsInput
  /** The marked row. */
  row: string | null
  /** Rows before this page; tells "51–85", since a cursor holds no position. */
  skip: number
}

type Raw = Readonly<Record<string, string | readonly string[] | undefined>>
type Key = keyof ListRunsInput

const DEFAULTS = ListRunsInput.parse({})
const KEYS = Object.keys(ListRunsInput.shape) as Key[]
/** Keys of the address that narrow the list; the others only arrange it. */
const ARRANGING: readonly Key[] = ['limit', 'cursor', 'sort']
export const FILTER_KEYS = KEYS.filter((key) => !ARRANGING.includes(key))

const one = (value: Raw[string]) => (typeof value === 'string' || value === undefined ? value : value[0])

/** A stale or hand-edited address falls back field by field; it never throws a page away. */
export function parseRunsView(raw: Raw): RunsView {
  const kept = KEYS.flatMap((key) => {
    const text = one(raw[key])
    return text !== undefined && text !== '' && ListRunsInput.shape[key].safeParse(text).success ? [[key, text]] : []
  })
  const skip = Number(one(raw['skip']))
  const filters = ListRunsInput.parse(Object.fromEntries(kept))
  return {
    filters,
    row: one(raw['row'])?.slice(0, 2_000) || null,
    skip: filters.cursor !== undefined && Number.isSafeInteger(skip) && skip > 0 ? skip : 0,
  }
}

const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})T00:00:00\.000Z$/

/** What differs from the defaults, as texts that the server and this page read back to the same filters. */
export function runQuery(filters: ListRunsInput): Record<string, string> {
  const query: Record<string, string> = {}
  for (const key of KEYS) {
    const value = filters[key]
    if (value === undefined || value === '' || value === DEFAULTS[key]) continue
    query[key] = key === 'from' || key === 'to' ? String(value).replace(MIDNIGHT, '$1') : String(value)
  }
  return query
}

/** The address of the runs page. A cursor belongs to one order and one set of filters: `change` drops it. */
export function runsHref(view: Partial<RunsView> & { filters: ListRunsInput }, fleet: Fleet | undefined): string {
  const { filters, row, skip } = view
  return paths.runs(fleet, { ...runQuery(filters), ...(skip ? { skip } : {}), ...(row ? { row } : {}) })
}

/** The same filters with some of them changed, from the first page on. Undefined removes one. */
export function change(filters: ListRunsInput, next: { [K in Key]?: ListRunsInput[K] | undefined }): ListRunsInput {
  const { cursor: _, ...rest } = filters
  const merged = Object.entries({ ...rest, ...next }).filter(([, value]) => value !== undefined && value !== '')
  return ListRunsInput.parse({ ...DEFAULTS, ...asTexts(Object.fromEntries(merged)) })
}

/** stringbool reads texts only. */
function asTexts(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'boolean' ? String(value) : value]),
  )
}

/** Nothing set; the order and the page size stay. */
export function resetFilters({ sort, limit }: ListRunsInput): ListRunsInput {
  return { ...DEFAULTS, sort, limit }
}

export function isFiltered(filters: ListRunsInput): boolean {
  return FILTER_KEYS.some((key) => filters[key] !== undefined)
}

/** The order in words, as the toolbar tells it. */
export const ORDER_WORDS = {
  attention: 'needs someone, then newest evidence',
  lastEvidence: 'newest evidence first',
  started: 'latest start first',
  tokens: 'most tokens first',
  cost: 'highest cost first',
  duration: 'longest first',
  failed: 'most failed phases first',
  name: 'by name',
} as const satisfies Record<RunSort, string>
