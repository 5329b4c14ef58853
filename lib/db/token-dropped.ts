import 'server-only'
import type { SqlReader } from './sqlite-reader'
import { joinsFor, type TokenFilters, tokenConditions } from './token-sums'

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

/** What stands in the files of a window more often than it was paid, by rule and by session. Reads events of the window. */
export async function tokensDropped(db: SqlReader, filters: TokenFilters): Promise<DroppedSums> {
  const where = tokenConditions('events', filters)
  const filter = where.map(({ sql }) => ` AND (${sql})`).join('')
  const values = where.flatMap((each) => each.values)
  const joins = joinsFor([], filters)
  const copies =
    `FROM "UsageEvent" u JOIN "UsageCopy" c ON c."eventId" = u."id"${joins} ` +
    `WHERE u."copies" > 1 AND c."kept" = FALSE${filter}`
  const [[sums], rules, sessions] = await Promise.all([
    db.$queryRawUnsafe<{ written: bigint | null; counted: bigint | null; repeated: bigint }[]>(
      `SELECT SUM(COALESCE(u."writtenTokens", u."total")) AS "written", SUM(u."total") AS "counted", ` +
        `COUNT(CASE WHEN u."lines" > 1 THEN 1 END) AS "repeated" FROM "UsageEvent" u${joins} WHERE 1 = 1${filter}`,
      ...values,
    ),
    db.$queryRawUnsafe<DroppedSums['rules']>(
      `SELECT c."rule", COUNT(*) AS "events", SUM(c."writtenTokens") AS "tokens" ${copies} GROUP BY c."rule" ORDER BY 1`,
      ...values,
    ),
    db.$queryRawUnsafe<DroppedSums['sessions']>(
      `SELECT d.*, n."name", COUNT(*) OVER () AS "of" FROM (SELECT c."sessionId" AS "id", COUNT(*) AS "events", ` +
        `SUM(c."writtenTokens") AS "tokens" ${copies} GROUP BY c."sessionId") d LEFT JOIN "Session" n ON n."id" = d."id" ` +
        `ORDER BY d."tokens" DESC, d."id" LIMIT ${SESSIONS_MAX}`,
      ...values,
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
