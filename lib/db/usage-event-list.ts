import 'server-only'
import { everyEvent } from '@/lib/tokens/stretches'
import { type EVENT_CLASSES, type ListUsageEventsInput, type Unnamed, unnamedIn } from '@/lib/usage-events/schema'
import type { Db } from './client'
import type { UsageEvent } from './generated/client'
import { keysetPage, readCursor, type SortOrder } from './keyset'
import type { SqlReader } from './sqlite-reader'
import type { Statement } from './statement'
import { joinsFor, tokenConditions } from './token-sums'

/** Events are counted and added up as long as no more than so many match. */
const SUMMED_MAX = 100_000

const COLUMNS = [
  'id',
  'at',
  'system',
  'instanceId',
  'runId',
  'phaseId',
  'sessionId',
  'provider',
  'model',
  'role',
  'purpose',
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'reasoning',
  'unsplit',
  'total',
  'lowerBound',
  'costPico',
  'costKind',
  'priceTable',
  'serviceTier',
  'speed',
  'copies',
  'lines',
  'writtenTokens',
  'flags',
  'contentId',
  'ref',
] as const satisfies readonly (keyof UsageEvent)[]

/** What a line of the list shows. */
export type UsageEventRow = Pick<UsageEvent, (typeof COLUMNS)[number]> & { file: string | null }

const CLASS_COLUMN: Record<(typeof EVENT_CLASSES)[number], string> = {
  input: 'u."input"',
  cacheRead: 'u."cacheRead"',
  cacheWrite5m: 'u."cacheWrite5m"',
  cacheWrite1h: 'u."cacheWrite1h"',
  output: 'u."output"',
  unsplit: 'u."unsplit"',
}

const UNNAMED_SQL: Record<Unnamed, string> = {
  time: 'u."at" IS NULL',
  model: `COALESCE(u."model", '') = ''`,
  provider: `COALESCE(u."provider", '') = ''`,
  role: `COALESCE(u."role", '') = ''`,
  project: `COALESCE(r."project", s."project", '') = ''`,
  job: `COALESCE(r."jobId", s."jobId", '') = ''`,
  run: 'u."runId" IS NULL',
  phase: 'u."phaseId" IS NULL',
  session: 'u."sessionId" IS NULL',
}

export type EventFilters = Omit<ListUsageEventsInput, 'limit' | 'cursor' | 'sort'>

/** Conditions on `u`, and the joins they need. The window goes by the time itself, which is what the list is ordered by. */
export function eventConditions({ from, to, without, phaseId, class: known, ...filters }: EventFilters): {
  where: Statement[]
  joins: string
} {
  const unnamed = unnamedIn(without)
  const where = tokenConditions(everyEvent(), filters)
  if (phaseId !== undefined) where.push({ sql: 'u."phaseId" = ?', values: [phaseId] })
  if (known !== undefined) where.push({ sql: `${CLASS_COLUMN[known]} IS NOT NULL`, values: [] })
  if (from !== undefined) where.push({ sql: 'u."at" >= ?', values: [from] })
  if (to !== undefined) where.push({ sql: 'u."at" < ?', values: [to] })
  where.push(...unnamed.map((name) => ({ sql: UNNAMED_SQL[name], values: [] })))
  const joined = unnamed.filter((name): name is 'project' | 'job' => name === 'project' || name === 'job')
  return { where, joins: joinsFor(joined, filters) }
}

const id = { name: 'id', sql: 'u."id"', kind: 'text' } as const
/** A closed list: what a caller names picks a line here and never becomes SQL. */
const EVENT_ORDER = {
  newest: { columns: [{ name: 'at', sql: 'u."at"', kind: 'text' }, id], direction: 'DESC', nullable: true },
  largest: { columns: [{ name: 'total', sql: 'u."total"', kind: 'integer' }, id], direction: 'DESC', nullable: true },
} as const satisfies Record<ListUsageEventsInput['sort'], SortOrder>

/** One page of events in a total order: the sort value, then the id; what has no such value comes last. */
export function usageEventPage(db: Db, { limit, cursor, sort, ...filters }: ListUsageEventsInput) {
  const order: SortOrder = EVENT_ORDER[sort]
  const { where, joins } = eventConditions(filters)
  return keysetPage<UsageEventRow & Record<string, unknown>>(db, {
    select:
      `SELECT ${COLUMNS.map((name) => `u."${name}"`).join(', ')}, f."path" AS "file" FROM "UsageEvent" u${joins} ` +
      `LEFT JOIN "Content" f ON f."id" = u."contentId"`,
    where,
    order,
    after: readCursor(order, cursor),
    limit,
  })
}

const SUMMED = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'reasoning',
  'unsplit',
  'total',
  'costPico',
] as const

export interface EventSumsRow extends Record<(typeof SUMMED)[number], bigint | null> {
  events: bigint
  unknown: bigint
  unpriced: bigint
  partial: bigint
}

/** The sums of all events that match; null where there are too many to add up for a list. */
export async function usageEventSums(db: SqlReader, filters: EventFilters): Promise<EventSumsRow | null> {
  const { where, joins } = eventConditions(filters)
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const columns = [...SUMMED, 'lowerBound'].map((name) => `u."${name}"`).join(', ')
  const share = (condition: string) => `COALESCE(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`
  const [row] = await db.$queryRawUnsafe<EventSumsRow[]>(
    `SELECT ${SUMMED.map((name) => `SUM(e."${name}") AS "${name}"`).join(', ')}, COUNT(*) AS "events", ` +
      `${share('e."total" IS NULL')} AS "unknown", ${share('e."costPico" IS NULL')} AS "unpriced", ` +
      `${share(`e."lowerBound" <> '[]'`)} AS "partial" ` +
      `FROM (SELECT ${columns} FROM "UsageEvent" u${joins}${filter} LIMIT ${SUMMED_MAX + 1}) e`,
    ...where.flatMap(({ values }) => values),
  )
  return row === undefined || row.events > BigInt(SUMMED_MAX) ? null : row
}
