import type { Fleet } from '@/lib/http/wire'
import { type AddressQuery, addressFields, firstText } from '@/lib/lists/address-fields'
import { paths } from '@/lib/paths'
import { TokenViewInput, type ViewDimension } from './view-schema'
import { parseWindow } from './window'

/** What the address of the page of tokens says. */
export interface TokensAddress {
  input: TokenViewInput
  /** The window that was narrowed on the chart, to return to. */
  wide: string | null
  asTable: boolean
}

type Key = keyof TokenViewInput

const FIELDS = addressFields<TokenViewInput>(TokenViewInput)
/** What differs from the defaults. */
export const viewQuery = FIELDS.write
export const TOKEN_FILTERS = [
  'system',
  'provider',
  'model',
  'role',
  'purpose',
  'project',
  'jobId',
  'runId',
  'sessionId',
] as const satisfies readonly Key[]
export type TokenFilterKey = (typeof TOKEN_FILTERS)[number]

/** A stale or hand-edited address falls back field by field. */
export function parseTokensAddress(query: AddressQuery): TokensAddress {
  const wide = firstText(query['wide'])
  return {
    input: FIELDS.read(query),
    wide: wide && parseWindow(wide) ? wide : null,
    asTable: firstText(query['as']) === 'table',
  }
}

export function tokensHref({ input, wide, asTable }: TokensAddress, fleet: Fleet | undefined): string {
  return paths.tokens(fleet, { ...viewQuery(input), wide, as: asTable ? 'table' : null })
}

/** The same page with some of its question changed. */
export function ask(address: TokensAddress, change: { [K in Key]?: TokenViewInput[K] | undefined }): TokensAddress {
  const isOtherWindow = change.window !== undefined && change.window !== address.input.window
  return { ...address, wide: isOtherWindow ? null : address.wide, input: { ...address.input, ...change } }
}

/** The address with a part of its window, from which the whole can be returned to. */
export function narrowed(address: TokensAddress, window: string): TokensAddress {
  return { ...ask(address, { window }), wide: address.wide ?? address.input.window }
}

/** The filter that a row of a dimension stands for; null: classes are parts of events, and narrow nothing. */
export function filterOf(by: ViewDimension): TokenFilterKey | null {
  if (by === 'class') return null
  return by === 'session' ? 'sessionId' : by === 'job' ? 'jobId' : by
}
export const isFiltered = (input: TokenViewInput) => TOKEN_FILTERS.some((key) => input[key] !== undefined)
export const withoutFilters = (address: TokensAddress) =>
  ask(address, Object.fromEntries(TOKEN_FILTERS.map((key) => [key, undefined])))

/** The dimensions of the rows: one, or a pair. */
export const rowDimensions = ({ by, parts }: TokenViewInput): ViewDimension[] =>
  parts === undefined || parts === by ? [by] : [by, parts]

const filtersIn = (input: TokenViewInput) => Object.fromEntries(TOKEN_FILTERS.map((key) => [key, input[key]]))

/** The same question put to the account: rows by the pair of dimensions over the whole window. */
export function pairQuery(input: TokenViewInput, window: { from: string; to: string }) {
  return {
    groupBy: rowDimensions(input).join(','),
    ...filtersIn(input),
    ...{ from: window.from, to: window.to, tz: input.tz },
    limit: 500,
  }
}

/** The same question put to the account: rows by day and dimension, for other programs. */
export function accountHref(
  input: TokenViewInput,
  window: { from: string; to: string },
  fleet: Fleet | undefined,
  format?: 'csv',
): string {
  const isPaged = rowDimensions(input).includes('session')
  return paths.api.tokens(fleet, {
    groupBy: ['day', ...rowDimensions(input)].join(','),
    ...filtersIn(input),
    from: window.from,
    to: window.to,
    tz: input.tz,
    ...(isPaged ? { limit: 500 } : {}),
    format,
  })
}

interface EventsOf {
  /** Null: of every time, and of none. */
  window: { from: string; to: string } | null
  /** Rows: each dimension with its key; null where the row is what named nothing. */
  keys?: readonly (readonly [by: ViewDimension, key: string | null])[]
  untimed?: boolean
  sort?: 'largest'
}

/** The events behind a number of the page. */
export function eventsHref(input: TokenViewInput, of: EventsOf, fleet: Fleet | undefined): string {
  const query: Record<string, string | undefined> = { ...filtersIn(input), from: of.window?.from, to: of.window?.to }
  const without: string[] = of.untimed ? ['time'] : []
  for (const [by, key] of of.keys ?? []) {
    if (key === null) without.push(by)
    else query[filterOf(by) ?? 'class'] = key
  }
  return paths.usageEvents(fleet, { ...query, without: without.join(','), sort: of.sort })
}

/** What is written beside a number and does not count; by one rule, or by all. */
export function droppedHref(
  input: TokenViewInput,
  of: { window: { from: string; to: string }; rule?: string },
  fleet: Fleet | undefined,
): string {
  return paths.droppedCopies(fleet, { ...filtersIn(input), from: of.window.from, to: of.window.to, rule: of.rule })
}
