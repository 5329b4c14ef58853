import 'server-only'
import type { Usage } from '@/lib/model/usage'
import type { Db } from './client'
import type { Session } from './generated/client'

/** The parts of one session that stand beside its transcript. */

/** How deep the tree of sub-agents is followed; the records know four levels at most. */
const DEPTH_MAX = 50

export interface KindCount {
  kind: string
  outcome: string | null
  entries: bigint
}

/** Entries by kind and outcome, attached results included. */
export function entryCounts(db: Db, sessionId: string): Promise<KindCount[]> {
  return db.$queryRawUnsafe<KindCount[]>(
    `SELECT "kind", "outcome", COUNT(*) AS "entries" FROM "Entry" WHERE "sessionId" = ? GROUP BY "kind", "outcome" ORDER BY 1, 2`,
    sessionId,
  )
}

export interface MarkRow {
  kind: string
  outcome: string | null
  at: string | null
  title: string | null
  text: string | null
  tool: string | null
  callTool: string | null
  callTitle: string | null
  /** The entry in which it is shown, and its place. */
  shownId: string
  shownPlace: string
}

const MARKED =
  `(e."outcome" IN ('failed', 'denied', 'interrupted') OR ` +
  `e."kind" IN ('error', 'retry', 'interruption', 'compaction', 'resume'))`

/** What one may look for in a transcript, in the order of reading, and how many there are. */
export async function markRows(db: Db, sessionId: string, max: number): Promise<{ rows: MarkRow[]; total: number }> {
  const [rows, [counted]] = await Promise.all([
    db.$queryRawUnsafe<MarkRow[]>(
      `SELECT e."kind", e."outcome", e."at", e."title", SUBSTR(e."text", 1, 500) AS "text", e."tool", ` +
        `c."tool" AS "callTool", c."title" AS "callTitle", ` +
        `COALESCE(c."id", e."id") AS "shownId", COALESCE(c."place", e."place") AS "shownPlace" ` +
        `FROM "Entry" e LEFT JOIN "Entry" c ON e."attached" = TRUE AND c."sessionId" = e."sessionId" ` +
        `AND c."callId" = e."callId" AND c."kind" = 'tool_call' ` +
        `WHERE e."sessionId" = ? AND ${MARKED} ORDER BY e."place", e."id" LIMIT ?`,
      sessionId,
      max,
    ),
    db.$queryRawUnsafe<{ marks: bigint }[]>(
      `SELECT COUNT(*) AS "marks" FROM "Entry" e WHERE e."sessionId" = ? AND ${MARKED}`,
      sessionId,
    ),
  ])
  return { rows, total: Number(counted?.marks ?? 0) }
}

/** The sessions above one, the nearest last; a circle of parents ends where it closes. */
const ABOVE =
  `WITH RECURSIVE above("id", "parentId", "depth") AS (` +
  `SELECT "id", "parentId", 0 FROM "Session" WHERE "id" = ? UNION ` +
  `SELECT p."id", p."parentId", a."depth" + 1 FROM "Session" p JOIN above a ON p."id" = a."parentId" WHERE a."depth" < ${DEPTH_MAX})`
const BELOW =
  `WITH RECURSIVE below("id", "depth") AS (SELECT ?, 0 UNION ` +
  `SELECT c."id", b."depth" + 1 FROM "Session" c JOIN below b ON c."parentId" = b."id" WHERE b."depth" < ${DEPTH_MAX})`

/** A session's ancestors, itself and its descendants: at most `max`, those near the top first. */
export async function familyOf(db: Db, sessionId: string, max: number): Promise<Session[]> {
  const above = await db.$queryRawUnsafe<{ id: string }[]>(
    `${ABOVE} SELECT "id" FROM above GROUP BY "id" ORDER BY MAX("depth") DESC`,
    sessionId,
  )
  const below = await db.$queryRawUnsafe<{ id: string }[]>(
    `${BELOW} SELECT "id" FROM below GROUP BY "id" ORDER BY MIN("depth"), "id" LIMIT ?`,
    sessionId,
    max,
  )
  const ids = [...new Set([...above, ...below].map(({ id }) => id))].slice(0, max)
  const rows = await db.session.findMany({ where: { id: { in: ids } }, orderBy: [{ firstAt: 'asc' }, { id: 'asc' }] })
  return rows
}

export interface SpentRow extends Omit<Usage, 'total'> {
  sessions: bigint
  events: bigint
  tokens: bigint | null
  costPico: bigint | null
  unpriced: bigint
  /** Sessions of which some output was only partly recorded. */
  partial: bigint
}

/** What all sessions below one have spent, however deep. */
export async function spentBelow(db: Db, sessionId: string): Promise<SpentRow | null> {
  const sum = (column: string, as: string) => `SUM("${column}") AS "${as}"`
  const [row] = await db.$queryRawUnsafe<SpentRow[]>(
    `${BELOW} SELECT COUNT(*) AS "sessions", COALESCE(SUM("events"), 0) AS "events", ${sum('usageInput', 'input')}, ` +
      `${sum('usageCacheRead', 'cacheRead')}, ${sum('usageCacheWrite5m', 'cacheWrite5m')}, ` +
      `${sum('usageCacheWrite1h', 'cacheWrite1h')}, ${sum('usageOutput', 'output')}, ${sum('usageReasoning', 'reasoning')}, ` +
      `${sum('usageUnsplit', 'unsplit')}, ${sum('tokens', 'tokens')}, ${sum('costPico', 'costPico')}, ` +
      `COALESCE(SUM("unpricedEvents"), 0) AS "unpriced", ` +
      `COALESCE(SUM(CASE WHEN "usageLowerBound" <> '[]' THEN 1 ELSE 0 END), 0) AS "partial" ` +
      `FROM "Session" WHERE "id" IN (SELECT "id" FROM below) AND "id" <> ?`,
    sessionId,
    sessionId,
  )
  return row ?? null
}

export interface LinkRow {
  fromId: string
  toId: string
  kind: string
  at: string | null
  detail: string | null
  inferred: boolean
  otherId: string
  otherName: string | null
  otherAgent: string | null
  known: bigint
}

/** The links of a session in both directions. */
export function linkRows(db: Db, sessionId: string, max: number): Promise<LinkRow[]> {
  const half = (own: 'fromId' | 'toId', other: 'fromId' | 'toId') =>
    `SELECT l."fromId", l."toId", l."kind", l."at", l."detail", l."inferred", l."${other}" AS "otherId", ` +
    `s."name" AS "otherName", s."agent" AS "otherAgent", CASE WHEN s."id" IS NULL THEN 0 ELSE 1 END AS "known" ` +
    `FROM "SessionLink" l LEFT JOIN "Session" s ON s."id" = l."${other}" WHERE l."${own}" = ?`
  return db.$queryRawUnsafe<LinkRow[]>(
    `${half('fromId', 'toId')} UNION ALL ${half('toId', 'fromId')} ORDER BY 3, 4, 7 LIMIT ?`,
    sessionId,
    sessionId,
    max,
  )
}

export interface PointRow {
  at: string | null
  input: bigint | null
  cacheRead: bigint | null
  cacheWrite5m: bigint | null
  cacheWrite1h: bigint | null
  output: bigint | null
  unsplit: bigint | null
  lowerBound: string
}

/** The responses that count in a session, by time. */
export function responsePoints(db: Db, sessionId: string): Promise<PointRow[]> {
  return db.$queryRawUnsafe<PointRow[]>(
    `SELECT "at", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "unsplit", "lowerBound" ` +
      `FROM "UsageEvent" WHERE "sessionId" = ? ORDER BY "at", "id"`,
    sessionId,
  )
}

/** Versions of the price tables that the costs of a session were computed from. */
export async function priceTablesOf(db: Db, sessionId: string): Promise<string[]> {
  const rows = await db.usageEvent.findMany({
    where: { sessionId, priceTable: { not: null } },
    distinct: ['priceTable'],
    select: { priceTable: true },
  })
  return rows.flatMap(({ priceTable }) => (priceTable === null ? [] : [priceTable]))
}
