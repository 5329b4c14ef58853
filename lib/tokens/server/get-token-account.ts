import 'server-only'
import { activePriceVersion } from '@/lib/db/price-version'
import type { SqlReader } from '@/lib/db/sqlite-reader'
import { type GroupDimension, type TokenSource, type TokenSum, tokenSums, WHOLE_QUARTER } from '@/lib/db/token-sums'
import { badRequest } from '@/lib/errors'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import { type Account, buildAccount, foldGroups, keysOf } from '@/lib/tokens/account'
import { LocalDays } from '@/lib/tokens/local-day'
import type { TokenAccount, TokenDimension, TokensInput } from '@/lib/tokens/schema'

/** What only events know: there are as many as there are records. */
const UNBOUNDED: readonly TokenDimension[] = ['run', 'phase', 'session']

/**
 * Tokens and cost by one to four dimensions. Answered from roll-ups where they know the question, else from
 * the events; both give the same reply.
 * @throws bad_request for a cursor of another account
 */
export async function getTokenAccount({ db }: { db: SqlReader }, input: TokensInput): Promise<TokenAccount> {
  const order = `tokens by ${input.groupBy.join(',')}`
  const after = readAfter(input, order)
  const [groups, version] = await Promise.all([groupsOf(db, input), activePriceVersion(db)])
  const { next, ...account } = buildAccount(groups, { dimensions: input.groupBy, limit: input.limit, after })
  return {
    ...account,
    priceTable: { version },
    nextCursor: next && encodeCursor(order, [next.total === null ? null : String(next.total), next.id]),
  }
}

function readAfter({ cursor, groupBy }: TokensInput, order: string): Account['next'] {
  if (cursor === undefined) return null
  const [total, id, ...more] = decodeCursor(cursor, order)
  const isTotal = total === null || (typeof total === 'string' && /^-?\d{1,19}$/.test(total))
  if (!isTotal || typeof id !== 'string' || more.length > 0 || keysOf(id)?.length !== groupBy.length) {
    throw badRequest('cursor: it belongs to another account', { field: 'cursor' })
  }
  return { total: total === null ? null : BigInt(total), id }
}

/** Where the question can be answered from, time zone aside. */
export function sourceFor(input: TokensInput): TokenSource {
  const needsEvents =
    input.groupBy.some((name) => UNBOUNDED.includes(name)) ||
    [input.runId, input.sessionId].some((value) => value !== undefined) ||
    [input.from, input.to].some((moment) => moment !== undefined && !WHOLE_QUARTER.test(moment))
  return needsEvents ? 'events' : 'quarters'
}

/** Exact groups, their days in the zone asked for. */
export async function groupsOf(db: SqlReader, input: TokensInput, source = sourceFor(input)): Promise<TokenSum[]> {
  const dimensions = input.groupBy.filter((name): name is GroupDimension => name !== 'class')
  const day = dimensions.indexOf('day')
  if (day === -1 || input.tz === 'UTC') return tokenSums(db, source, dimensions, 'day', input)
  const days = new LocalDays(input.tz)
  const inZone = (groups: TokenSum[]) =>
    foldGroups(groups, (keys) => keys.map((key, at) => (at === day && key !== null ? days.dayOf(key) : key)))
  return inZone(await tokenSums(db, source, dimensions, 'quarter', input))
}
