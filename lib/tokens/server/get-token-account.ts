import 'server-only'
import { keptOffsets } from '@/lib/db/kept-days'
import { activePriceVersion } from '@/lib/db/price-version'
import type { SqlReader } from '@/lib/db/sqlite-reader'
import { daysWithUsage, type GroupDimension, type TokenFilters, type TokenSum, tokenSums } from '@/lib/db/token-sums'
import { badRequest } from '@/lib/errors'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import { type Account, buildAccount, foldGroups, keysOf } from '@/lib/tokens/account'
import { LocalDays } from '@/lib/tokens/local-day'
import { askedOf, type TokenAccount, type TokenDimension, type TokensInput } from '@/lib/tokens/schema'
import { partIn, type Stretch, stretchesOf, timeless } from '@/lib/tokens/stretches'

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
    asked: askedOf(input),
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

/** Where the question can be answered from. */
function sourceFor({ groupBy, runId, sessionId }: Pick<TokensInput, 'groupBy'> & TokenFilters) {
  const needsEvents = groupBy.some((name) => UNBOUNDED.includes(name)) || runId !== undefined || sessionId !== undefined
  return needsEvents ? 'events' : 'roll-ups'
}

/** Exact groups, their days in the zone asked for. */
export async function groupsOf(db: SqlReader, input: TokensInput): Promise<TokenSum[]> {
  const dimensions = input.groupBy.filter((name): name is GroupDimension => name !== 'class')
  const stretches = await stretchesFor(db, input)
  const found = await Promise.all(stretches.map((stretch) => tokenSums(db, stretch, dimensions, input)))
  const filled = found.filter((groups) => groups.length > 0)
  return filled.length < 2 ? (filled[0] ?? []) : foldGroups(filled.flat(), (keys) => keys)
}

/** What has no time, in one group: it is in no window. */
export function untimedGroups(db: SqlReader, filters: Omit<TokenFilters, 'from' | 'to'>): Promise<TokenSum[]> {
  const source = sourceFor({ groupBy: [], ...filters })
  return tokenSums(db, timeless(source === 'events' ? 'events' : 'days', 'only'), [], filters)
}

/** The stretches that hold the window of an account, each to be read from the coarsest sums that know it. */
export async function stretchesFor(
  db: SqlReader,
  input: Pick<TokensInput, 'groupBy' | 'from' | 'to' | 'tz'> & TokenFilters,
): Promise<Stretch[]> {
  const { from, to, tz } = input
  const source = sourceFor(input)
  const hasDays = input.groupBy.includes('day') && tz !== 'UTC'
  const isOpen = from === undefined && to === undefined
  if (isOpen && !hasDays) return [timeless(source === 'events' ? 'events' : 'days', 'too')]
  const window = {
    fromMs: from === undefined ? null : Date.parse(from),
    toMs: to === undefined ? null : Date.parse(to),
  }
  if (!hasDays) return stretchesOf(window, 0, source, [0])
  const [days, kept] = await Promise.all([daysWithUsage(db, from, to), keptOffsets(db)])
  const stretches = new LocalDays(tz).spansOf(days).flatMap((span) => {
    const part = partIn(span, window)
    return part === null ? [] : stretchesOf(part, span.seconds, source, kept)
  })
  return isOpen ? [...stretches, timeless(source === 'events' ? 'events' : 'days', 'only')] : stretches
}
