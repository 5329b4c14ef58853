import 'server-only'
import { badRequest } from '@/lib/errors'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import type { EntryFilters, ListEntriesInput } from '@/lib/sessions/schema'
import type { Db } from './client'
import type { Entry, UsageEvent } from './generated/client'
import { contains } from './keyset'
import type { SqlValue, Statement } from './upsert'

/**
 * Entries as a reader sees them: results stand inside their calls, the order is that of reading. Pages are asked for by
 * position, because a list that draws only what is in sight must know how long the rest is; cursors name an entry and
 * are turned into its position, so that what was added before it shifts nothing.
 */

const ORDER = 'entries place,id'
const RANKS_AT_ONCE = 2_000

const COLUMNS = [
  'id',
  'at',
  'place',
  'kind',
  'role',
  'title',
  'chars',
  'tool',
  'callId',
  'outcome',
  'exitCode',
  'attached',
  'eventId',
  'model',
  'data',
  'flags',
  'ref',
] as const satisfies readonly (keyof Entry)[]

export type EntryRow = Pick<Entry, (typeof COLUMNS)[number] | 'text'>

/** The columns of a line; the text no longer than asked, so that a page of long results stays small. */
const select = (textMax: number) =>
  `SELECT ${COLUMNS.map((name) => `"${name}"`).join(', ')}, SUBSTR("text", 1, ${Math.trunc(textMax)}) AS "text" FROM "Entry"`

const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')

/** What is shown of a session under some filters. */
export function shownEntries(sessionId: string, { role, kind, outcome }: EntryFilters): Statement {
  const parts: Statement[] = [{ sql: '"sessionId" = ? AND "attached" = FALSE', values: [sessionId] }]
  if (role) parts.push({ sql: `"role" IN (${marks(role)})`, values: role })
  if (kind) parts.push({ sql: `"kind" IN (${marks(kind)})`, values: kind })
  if (outcome) {
    parts.push({
      sql:
        `"outcome" IN (${marks(outcome)}) OR "callId" IN (SELECT r."callId" FROM "Entry" r WHERE r."sessionId" = ? ` +
        `AND r."outcome" IN (${marks(outcome)}) AND r."attached" = TRUE)`,
      values: [...outcome, sessionId, ...outcome],
    })
  }
  return joined(parts)
}

const joined = (parts: readonly Statement[]): Statement => ({
  sql: parts.map(({ sql }) => `(${sql})`).join(' AND '),
  values: parts.flatMap(({ values }) => values),
})

async function count(db: Db, where: Statement): Promise<number> {
  const [row] = await db.$queryRawUnsafe<{ entries: bigint }[]>(
    `SELECT COUNT(*) AS "entries" FROM "Entry" WHERE ${where.sql}`,
    ...where.values,
  )
  return Number(row?.entries ?? 0)
}

/** How many entries are shown under some filters. */
export const countShown = (db: Db, sessionId: string, filters: EntryFilters): Promise<number> =>
  count(db, shownEntries(sessionId, filters))

/** How many entries stand before a place; of two at one place the smaller id is first. */
async function positionOf(db: Db, shown: Statement, place: string, id: string | null): Promise<number> {
  const before = (sql: string, ...values: SqlValue[]) => count(db, joined([shown, { sql, values }]))
  const [earlier, same] = await Promise.all([
    before('"place" < ?', place),
    id === null ? 0 : before('"place" = ? AND "id" < ?', place, id),
  ])
  return earlier + same
}

type Neighbour = 'after' | 'before'

export function entryCursor(direction: Neighbour, row: Pick<EntryRow, 'place' | 'id'>): string {
  return encodeCursor(ORDER, [direction, row.place, row.id])
}

/** Position of the first entry of a page that a cursor names, and how many fit. */
async function fromCursor(db: Db, shown: Statement, cursor: string, limit: number) {
  const [direction, place, id] = decodeCursor(cursor, ORDER)
  if (typeof place !== 'string' || typeof id !== 'string' || (direction !== 'after' && direction !== 'before')) {
    throw badRequest('cursor: it belongs to another list', { field: 'cursor' })
  }
  const position = await positionOf(db, shown, place, id)
  if (direction === 'before') return { offset: Math.max(0, position - limit), limit: Math.min(limit, position) }
  const there = await count(db, joined([shown, { sql: '"place" = ? AND "id" = ?', values: [place, id] }]))
  return { offset: position + there, limit }
}

/** The entry inside which another one is shown: of an attached result its call, else itself. */
async function shownIn(db: Db, sessionId: string, entryId: string): Promise<Pick<Entry, 'id' | 'place'> | null> {
  const entry = await db.entry.findFirst({ where: { id: entryId, sessionId } })
  if (!entry?.attached || entry.callId === null) return entry
  const { callId } = entry
  return (await db.entry.findFirst({ where: { sessionId, callId, kind: 'tool_call' } })) ?? entry
}

/** Position of an entry under some filters, null when they leave it out or it is not there. */
async function positionOfEntry(db: Db, shown: Statement, sessionId: string, entryId: string): Promise<number | null> {
  const entry = await shownIn(db, sessionId, entryId)
  if (!entry) return null
  const isShown = await count(db, joined([shown, { sql: '"place" = ? AND "id" = ?', values: [entry.place, entry.id] }]))
  return isShown === 0 ? null : positionOf(db, shown, entry.place, entry.id)
}

async function startOf(db: Db, shown: Statement, input: ListEntriesInput) {
  const { id, cursor, around, at, offset = 0, limit } = input
  if (cursor !== undefined) return { ...(await fromCursor(db, shown, cursor, limit)), aroundIndex: null }
  if (around !== undefined) {
    const aroundIndex = await positionOfEntry(db, shown, id, around)
    return { offset: Math.max(0, (aroundIndex ?? 0) - Math.floor(limit / 2)), limit, aroundIndex }
  }
  if (at !== undefined) return { offset: await positionOf(db, shown, at, null), limit, aroundIndex: null }
  return { offset, limit, aroundIndex: null }
}

export interface EntryRows {
  rows: EntryRow[]
  /** The entry before the first one. */
  before: EntryRow | null
  /** Position of the first row. */
  offset: number
  total: number
  aroundIndex: number | null
}

/** One page of a transcript. */
export async function entryRows(db: Db, input: ListEntriesInput): Promise<EntryRows> {
  const shown = shownEntries(input.id, input)
  const [{ offset, limit, aroundIndex }, total] = await Promise.all([startOf(db, shown, input), count(db, shown)])
  const lead = offset > 0 ? 1 : 0
  const rows = await db.$queryRawUnsafe<EntryRow[]>(
    `${select(input.textMax)} WHERE ${shown.sql} ORDER BY "place", "id" LIMIT ? OFFSET ?`,
    ...shown.values,
    limit + lead,
    offset - lead,
  )
  return { rows: rows.slice(lead), before: lead ? (rows[0] ?? null) : null, offset, total, aroundIndex }
}

/** The results of the given calls, in the order they came. */
export async function resultRows(db: Db, sessionId: string, callIds: readonly string[], textMax: number) {
  if (callIds.length === 0) return []
  return db.$queryRawUnsafe<EntryRow[]>(
    `${select(textMax)} WHERE "sessionId" = ? AND "attached" = TRUE AND "callId" IN (${marks(callIds)}) ORDER BY "place", "id"`,
    sessionId,
    ...callIds,
  )
}

export type ResponseRow = Pick<UsageEvent, 'id' | 'sessionId' | 'total' | 'output' | 'lowerBound'>

/** The responses that the given entries are a part of. */
export function responseRows(db: Db, eventIds: readonly string[]): Promise<ResponseRow[]> {
  if (eventIds.length === 0) return Promise.resolve([])
  return db.usageEvent.findMany({
    where: { id: { in: [...eventIds] } },
    select: { id: true, sessionId: true, total: true, output: true, lowerBound: true },
  })
}

/** Positions of shown entries by their place, in one pass over the index. */
export async function positionsOf(
  db: Db,
  sessionId: string,
  filters: EntryFilters,
  places: readonly string[],
): Promise<Map<string, number>> {
  const shown = shownEntries(sessionId, filters)
  const found = new Map<string, number>()
  for (let from = 0; from < places.length; from += RANKS_AT_ONCE) {
    const some = places.slice(from, from + RANKS_AT_ONCE)
    const rows = await db.$queryRawUnsafe<{ place: string; position: bigint }[]>(
      `SELECT "place", "position" FROM (SELECT "place", ROW_NUMBER() OVER (ORDER BY "place") - 1 AS "position" ` +
        `FROM "Entry" WHERE ${shown.sql}) ranked WHERE "place" IN (${marks(some)})`,
      ...shown.values,
      ...some,
    )
    for (const { place, position } of rows) if (!found.has(place)) found.set(place, Number(position))
  }
  return found
}

/** Shown entries that hold a text, themselves or in a result inside them, in the order of reading. */
export async function findEntries(
  db: Db,
  sessionId: string,
  filters: EntryFilters,
  text: string,
  max: number,
): Promise<{ id: string; place: string }[]> {
  const shown = shownEntries(sessionId, filters)
  const own = contains(['"text"', '"title"', '"tool"'], text)
  const inside = contains(['r."text"'], text)
  const holds =
    `(${own.sql}) OR "callId" IN (SELECT r."callId" FROM "Entry" r WHERE r."sessionId" = ? AND r."attached" = TRUE ` +
    `AND (${inside.sql}))`
  return db.$queryRawUnsafe<{ id: string; place: string }[]>(
    `SELECT "id", "place" FROM "Entry" WHERE ${shown.sql} AND (${holds}) ORDER BY "place", "id" LIMIT ?`,
    ...shown.values,
    ...own.values,
    sessionId,
    ...inside.values,
    max,
  )
}
