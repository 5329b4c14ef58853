import 'server-only'
import type { Db } from './client'

export interface ToolRow {
  tool: string | null
  calls: bigint
  failed: bigint
  timed: bigint
  totalMs: number | null
  maxMs: number | null
}

/** The most different tools that are told apart. */
const TOOLS_MAX = 200

/** The days of a time as a number: the difference of two is how long it took. */
const MS = 'ROUND((julianday(r."at") - julianday(c."at")) * 86400000)'
const IS_TIMED = `r."at" IS NOT NULL AND c."at" IS NOT NULL AND r."at" >= c."at"`

/** Per tool of a session, its calls and the times from each call to its first answer; the longest in all first. */
export async function toolTimes(db: Db, sessionId: string): Promise<ToolRow[]> {
  return db.$queryRawUnsafe<ToolRow[]>(
    `SELECT c."tool" AS "tool", COUNT(*) AS "calls", SUM(CASE WHEN r."outcome" = 'failed' THEN 1 ELSE 0 END) AS "failed", ` +
      `SUM(CASE WHEN ${IS_TIMED} THEN 1 ELSE 0 END) AS "timed", ` +
      `SUM(CASE WHEN ${IS_TIMED} THEN ${MS} END) AS "totalMs", MAX(CASE WHEN ${IS_TIMED} THEN ${MS} END) AS "maxMs" ` +
      `FROM "Entry" c LEFT JOIN "Entry" r ON r."id" = (SELECT a."id" FROM "Entry" a WHERE a."sessionId" = c."sessionId" ` +
      `AND a."callId" = c."callId" AND a."kind" = 'tool_result' ORDER BY a."place" LIMIT 1) ` +
      `WHERE c."sessionId" = ? AND c."kind" = 'tool_call' GROUP BY c."tool" ` +
      `ORDER BY "totalMs" IS NULL, "totalMs" DESC, "calls" DESC, c."tool" LIMIT ${TOOLS_MAX}`,
    sessionId,
  )
}
