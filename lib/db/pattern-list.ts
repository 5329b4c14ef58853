import 'server-only'
import type { ListPatternsInput, PATTERN_SORTS } from '@/lib/patterns/schema'
import type { Db } from './client'
import type { Pattern } from './generated/client'
import { contains, equals, keysetPage, readCursor, type SortOrder } from './keyset'
import type { Statement } from './upsert'

export type StoredPattern = Pattern
type Filters = Omit<ListPatternsInput, 'limit' | 'cursor' | 'sort'>

const id = { name: 'id', kind: 'text' } as const
const lastSeen = { name: 'lastSeenAt', kind: 'text' } as const
const ORDERS: Record<(typeof PATTERN_SORTS)[number], SortOrder> = {
  urgent: { columns: [{ name: 'rank', kind: 'integer' }, lastSeen, id], direction: 'DESC' },
  lastSeen: { columns: [lastSeen, id], direction: 'DESC' },
  firstSeen: { columns: [{ name: 'firstSeenAt', kind: 'text' }, id], direction: 'DESC', nullable: true },
  occurrences: { columns: [{ name: 'occurrences', kind: 'integer' }, id], direction: 'DESC' },
  told: { columns: [{ name: 'tellings', kind: 'integer' }, id], direction: 'DESC' },
  tokens: { columns: [{ name: 'tokensWasted', kind: 'integer' }, id], direction: 'DESC', nullable: true },
}

function conditions(filters: Filters): Statement[] {
  const { state, lane, cause, type, trend, system, project, owner, q, from, to, newSince } = filters
  const inJson = (column: string, value: string | undefined): Statement[] =>
    value === undefined
      ? []
      : [{ sql: `EXISTS (SELECT 1 FROM json_each("${column}") j WHERE j.value = ?)`, values: [value] }]
  return [
    ...equals('"state"', state),
    ...equals('"lane"', lane),
    ...equals('"cause"', cause),
    ...equals('"errorType"', type),
    ...equals('"trend"', trend),
    ...equals('"owner"', owner),
    ...inJson('systems', system),
    ...inJson('projects', project),
    ...(from === undefined ? [] : [{ sql: '"lastSeenAt" >= ?', values: [from] }]),
    ...(to === undefined ? [] : [{ sql: '"firstSeenAt" < ?', values: [to] }]),
    ...(newSince === undefined ? [] : [{ sql: '"firstSeenAt" >= ?', values: [newSince] }]),
    ...(q === undefined || q.trim() === '' ? [] : [search(q.trim())]),
  ]
}

/** What people paste holds the mask as it is shown; in the database it is one character. */
function search(q: string): Statement {
  const text = q.replaceAll('<*>', '\u0001')
  return contains(['"template"', '"title"', '"errorType"', '"signatures"', '"id"'], text)
}

/** One page of patterns, by default those first that need someone. */
export function patternListPage(db: Db, { cursor, limit, sort, ...filters }: ListPatternsInput) {
  const order = ORDERS[sort]
  return keysetPage<StoredPattern & Record<string, unknown>>(db, {
    select: 'SELECT * FROM "Pattern"',
    where: conditions(filters),
    order,
    after: readCursor(order, cursor),
    limit,
  })
}

/** How many patterns the filters find, by lane. */
export async function countPatterns(db: Db, filters: Filters): Promise<Map<string, number>> {
  const where = conditions(filters)
  const filter = where.length === 0 ? '' : ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}`
  const rows = await db.$queryRawUnsafe<{ lane: string; n: bigint }[]>(
    `SELECT "lane", COUNT(*) AS "n" FROM "Pattern"${filter} GROUP BY "lane"`,
    ...where.flatMap(({ values }) => values),
  )
  return new Map(rows.map(({ lane, n }) => [lane, Number(n)]))
}

/** The occurrences by day of several patterns, from a day on, in the order of the days. */
export async function daysOfPatterns(db: Db, ids: readonly string[], from: string) {
  // One row a pattern: a page of patterns has more than a thousand days, and each row costs more than what it says.
  const rows = await db.$queryRawUnsafe<{ patternId: string; days: string }[]>(
    `SELECT "patternId", json_group_array(json_array("day", "occurrences")) AS "days" FROM "PatternDay" ` +
      `WHERE "patternId" IN (SELECT value FROM json_each(?)) AND "day" >= ? GROUP BY "patternId"`,
    JSON.stringify(ids),
    from,
  )
  return new Map(
    rows.map(({ patternId, days }) => [
      patternId,
      (JSON.parse(days) as [string, number][])
        .map(([day, occurrences]) => ({ day, occurrences }))
        .sort((a, b) => (a.day < b.day ? -1 : 1)),
    ]),
  )
}

/** A session of a project, in the order of their starts. */
export interface ProjectSession {
  id: string
  at: string | null
  n: number
}

/** The newest sessions of a project, oldest first, each with its number among all of the project. */
export async function newestSessions(db: Db, project: string, limit: number): Promise<ProjectSession[]> {
  const top = `"project" = ? AND "parentId" IS NULL`
  const [rows, [all]] = await Promise.all([
    db.$queryRawUnsafe<{ id: string; at: string | null }[]>(
      `SELECT "id", "startedAt" AS "at" FROM "Session" WHERE ${top} ORDER BY "startedAt" DESC, "id" DESC LIMIT ?`,
      project,
      limit,
    ),
    db.$queryRawUnsafe<{ n: bigint }[]>(`SELECT COUNT(*) AS "n" FROM "Session" WHERE ${top}`, project),
  ])
  const count = Number(all?.n ?? 0)
  return rows.map((row, at) => ({ ...row, n: count - at })).reverse()
}

/** Which of these sessions a pattern was seen in. */
export async function seenIn(db: Db, patternIds: readonly string[], sessionIds: readonly string[]) {
  const rows = await db.$queryRawUnsafe<{ patternId: string; subjectId: string }[]>(
    `SELECT "patternId", "subjectId" FROM "PatternSubject" WHERE "kind" = 'telling' ` +
      `AND "subjectId" IN (SELECT value FROM json_each(?)) AND "patternId" IN (SELECT value FROM json_each(?))`,
    JSON.stringify(sessionIds),
    JSON.stringify(patternIds),
  )
  return new Set(rows.map(({ patternId, subjectId }) => `${patternId} ${subjectId}`))
}
