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
export const TOKEN_FILTERS = ['system', 'model', 'project', 'role', 'sessionId'] as const satisfies readonly Key[]
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

export const filterOf = (by: ViewDimension): TokenFilterKey => (by === 'session' ? 'sessionId' : by)
export const isFiltered = (input: TokenViewInput) => TOKEN_FILTERS.some((key) => input[key] !== undefined)
export const withoutFilters = (address: TokensAddress) =>
  ask(address, { system: undefined, model: undefined, project: undefined, role: undefined, sessionId: undefined })

/** The same question put to the account: rows by day and dimension, for other programs. */
export function accountHref(
  input: TokenViewInput,
  window: { from: string; to: string },
  fleet: Fleet | undefined,
  format?: 'csv',
): string {
  const filters = Object.fromEntries(TOKEN_FILTERS.map((key) => [key, input[key]]))
  return paths.api.tokens(fleet, {
    groupBy: `day,${input.by}`,
    ...filters,
    from: window.from,
    to: window.to,
    tz: input.tz,
    ...(input.by === 'session' ? { limit: 500 } : {}),
    format,
  })
}
