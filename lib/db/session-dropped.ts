import 'server-only'
import type { Db } from './client'
import { keysetPage, readCursor, type SortOrder } from './keyset'

export interface DroppedRow extends Record<string, unknown> {
  id: string
  eventId: string
  at: string | null
  rule: string | null
  lineCount: number
  writtenTokens: bigint
  input: bigint | null
  cacheRead: bigint | null
  cacheWrite5m: bigint | null
  cacheWrite1h: bigint | null
  output: bigint | null
  reasoning: bigint | null
  model: string | null
  entryId: string | null
  keptIn: string | null
  keptName: string | null
  keptEntryId: string | null
}

const ORDER: SortOrder = {
  columns: [
    { name: 'at', sql: 'c."at"', kind: 'text' },
    { name: 'id', sql: 'c."id"', kind: 'text' },
  ],
  direction: 'ASC',
  nullable: true,
}

/** The first entry of a copy; its place begins with the time of the copy, so this reads a few lines of the index. */
const firstEntry = (copy: 'c' | 'k') =>
  `(SELECT e."id" FROM "Entry" e WHERE e."sessionId" = ${copy}."sessionId" AND e."attached" = FALSE ` +
  `AND e."place" >= ${copy}."at" AND e."place" < ${copy}."at" || '~' AND e."eventId" = ${copy}."eventId" ` +
  `ORDER BY e."place" LIMIT 1)`

const SELECT =
  `SELECT c."id", c."eventId", c."at", c."rule", c."lineCount", c."writtenTokens", c."input", c."cacheRead", ` +
  `c."cacheWrite5m", c."cacheWrite1h", c."output", c."reasoning", u."model", ${firstEntry('c')} AS "entryId", ` +
  `u."sessionId" AS "keptIn", s."name" AS "keptName", ` +
  `(SELECT ${firstEntry('k')} FROM "UsageCopy" k WHERE k."eventId" = c."eventId" AND k."kept" = TRUE LIMIT 1) AS "keptEntryId" ` +
  `FROM "UsageCopy" c LEFT JOIN "UsageEvent" u ON u."id" = c."eventId" LEFT JOIN "Session" s ON s."id" = u."sessionId"`

/** Responses written in a session that count in another one, by time. */
export async function droppedPage(db: Db, input: { id: string; cursor?: string | undefined; limit: number }) {
  const [page, total] = await Promise.all([
    keysetPage<DroppedRow>(db, {
      select: SELECT,
      where: [{ sql: 'c."sessionId" = ? AND c."kept" = FALSE', values: [input.id] }],
      order: ORDER,
      after: readCursor(ORDER, input.cursor),
      limit: input.limit,
    }),
    db.usageCopy.count({ where: { sessionId: input.id, kept: false } }),
  ])
  return { ...page, total }
}

export interface DroppedRule {
  rule: string | null
  events: bigint
  tokens: bigint | null
}

/** What was dropped from a session, by rule. `tokens`: of the counts that are greatest in it, each response once. */
export function droppedByRule(db: Db, sessionId: string): Promise<DroppedRule[]> {
  const known = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'].map((name) => `COALESCE("${name}", 0)`)
  return db.$queryRawUnsafe<DroppedRule[]>(
    `SELECT "rule", COUNT(*) AS "events", SUM(${known.join(' + ')}) AS "tokens" FROM "UsageCopy" ` +
      `WHERE "sessionId" = ? AND "kept" = FALSE GROUP BY "rule" ORDER BY 1`,
    sessionId,
  )
}

/** The events that keep the given responses, by id. */
export function keptEvents(db: Db, eventIds: readonly string[]) {
  return db.usageEvent.findMany({ where: { id: { in: [...eventIds] } } })
}
