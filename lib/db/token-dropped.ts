import 'server-only'
import type { Stretch, SumLevel } from '@/lib/tokens/stretches'
import type { SqlReader } from './sqlite-reader'
import { joinsFor, type TokenFilters, tokenConditions } from './token-sums'
import type { Statement } from './upsert'

const SESSIONS_MAX = 5

export interface DroppedSums {
  /** What adding up every written copy gives, and what of it counts. */
  written: bigint | null
  counted: bigint | null
  /** Responses written more than once. */
  repeated: bigint
  rules: { rule: string | null; events: bigint; tokens: bigint | null }[]
  sessions: { id: string; name: string | null; events: bigint; tokens: bigint | null; of: bigint }[]
}

const COUNTED: Record<SumLevel, string> = { days: 'UsageDay', quarters: 'UsageQuarter', events: 'UsageEvent' }
const DROPPED: Record<SumLevel, string> = { days: 'DroppedDay', quarters: 'DroppedQuarter', events: 'UsageEvent' }

const filterOf = (where: readonly Statement[]) =>
  where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''

/** Written, counted and repeated of one stretch. */
function countedIn(stretch: Stretch, filters: TokenFilters): Statement {
  const isEvents = stretch.level === 'events'
  const where = tokenConditions(stretch, filters)
  const sums = isEvents
    ? 'COALESCE(u."writtenTokens", u."total") AS "written", u."total", CASE WHEN u."lines" > 1 THEN 1 ELSE 0 END AS "repeated"'
    : 'u."writtenTokens" AS "written", u."total", u."repeatedEvents" AS "repeated"'
  return {
    sql: `SELECT ${sums} FROM "${COUNTED[stretch.level]}" u${isEvents ? joinsFor([], filters) : ''}${filterOf(where)}`,
    values: where.flatMap(({ values }) => values),
  }
}

/** Copies of one stretch that do not count, by rule and by the session that wrote them again. */
function droppedIn(stretch: Stretch, filters: TokenFilters): Statement {
  const isEvents = stretch.level === 'events'
  const where = tokenConditions(stretch, filters)
  const copies = `JOIN "UsageCopy" c ON c."eventId" = u."id" AND u."copies" > 1 AND c."kept" = FALSE${joinsFor([], filters)}`
  const columns = isEvents
    ? `COALESCE(c."rule", '') AS "rule", c."sessionId", 1 AS "events", c."writtenTokens" AS "tokens"`
    : 'u."rule", u."sessionId", u."events", u."tokens"'
  return {
    sql: `SELECT ${columns} FROM "${DROPPED[stretch.level]}" u${isEvents ? ` ${copies}` : ''}${filterOf(where)}`,
    values: where.flatMap(({ values }) => values),
  }
}

function union(parts: readonly Statement[]): Statement {
  return { sql: parts.map(({ sql }) => sql).join(' UNION ALL '), values: parts.flatMap(({ values }) => values) }
}

/**
 * What stands in the files of a window more often than it was paid, by rule and by session.
 * @param stretches of the window, at least one
 */
export async function tokensDropped(
  db: SqlReader,
  stretches: readonly Stretch[],
  filters: TokenFilters,
): Promise<DroppedSums> {
  const counted = union(stretches.map((stretch) => countedIn(stretch, filters)))
  const dropped = union(stretches.map((stretch) => droppedIn(stretch, filters)))
  const [[sums], rules, sessions] = await Promise.all([
    db.$queryRawUnsafe<{ written: bigint | null; counted: bigint | null; repeated: bigint | null }[]>(
      `SELECT SUM("written") AS "written", SUM("total") AS "counted", SUM("repeated") AS "repeated" FROM (${counted.sql}) AS "u"`,
      ...counted.values,
    ),
    db.$queryRawUnsafe<DroppedSums['rules']>(
      `SELECT NULLIF("rule", '') AS "rule", SUM("events") AS "events", SUM("tokens") AS "tokens" FROM (${dropped.sql}) AS "c" ` +
        `GROUP BY 1 ORDER BY 1`,
      ...dropped.values,
    ),
    db.$queryRawUnsafe<DroppedSums['sessions']>(
      `SELECT d.*, n."name", COUNT(*) OVER () AS "of" FROM (SELECT "sessionId" AS "id", SUM("events") AS "events", ` +
        `SUM("tokens") AS "tokens" FROM (${dropped.sql}) AS "c" GROUP BY 1) d LEFT JOIN "Session" n ON n."id" = d."id" ` +
        `ORDER BY d."tokens" DESC, d."id" LIMIT ${SESSIONS_MAX}`,
      ...dropped.values,
    ),
  ])
  return {
    written: sums?.written ?? null,
    counted: sums?.counted ?? null,
    repeated: sums?.repeated ?? 0n,
    rules,
    sessions,
  }
}
