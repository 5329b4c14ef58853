import 'server-only'
import type { Statement } from './upsert'

/**
 * Marks results whose call is there, so that a transcript shows them inside it. Goes into the transaction that wrote
 * either of the two, whichever came last.
 */
export function attachResults(sessionIds: readonly string[], callIds: readonly string[]): Statement[] {
  if (callIds.length === 0) return []
  const calls = JSON.stringify(callIds)
  return sessionIds.map((sessionId) => ({
    sql:
      `UPDATE "Entry" SET "attached" = 1 WHERE "sessionId" = ? AND "callId" IN (SELECT value FROM json_each(?)) ` +
      `AND "kind" = 'tool_result' AND "attached" = 0 AND EXISTS (SELECT 1 FROM "Entry" c ` +
      `WHERE c."sessionId" = "Entry"."sessionId" AND c."callId" = "Entry"."callId" AND c."kind" = 'tool_call')`,
    values: [sessionId, calls],
  }))
}
