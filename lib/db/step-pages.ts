import 'server-only'
import { setImmediate } from 'node:timers/promises'
import type { Db } from './client'
import type { Entry } from './generated/client'

/** Entries of a session as two transcripts are compared by them: in the order of reading, a page at a time. */

const PAGE = 200

export type StepRow = Pick<Entry, 'id' | 'place' | 'kind' | 'tool' | 'title' | 'text' | 'callId'>

const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')

async function stepPage(db: Db, sessionId: string, kinds: readonly string[], after: StepRow | null) {
  const rest = after === null ? '' : ' AND "place" >= ? AND ("place" > ? OR "id" > ?)'
  return db.$queryRawUnsafe<StepRow[]>(
    `SELECT "id", "place", "kind", "tool", "title", "text", "callId" FROM "Entry" WHERE "sessionId" = ? ` +
      `AND "attached" = FALSE AND "kind" IN (${marks(kinds)})${rest} ORDER BY "place", "id" LIMIT ?`,
    sessionId,
    ...kinds,
    ...(after === null ? [] : [after.place, after.place, after.id]),
    PAGE,
  )
}

/** How calls of a session ended; of several results the last one that says so. A call without an outcome is missing. */
export async function outcomesOf(
  db: Db,
  sessionId: string,
  calls: readonly { callId: string | null }[],
): Promise<Map<string, string>> {
  const callIds = calls.flatMap(({ callId }) => (callId === null ? [] : [callId]))
  if (callIds.length === 0) return new Map()
  const rows = await db.$queryRawUnsafe<{ callId: string; outcome: string }[]>(
    `SELECT "callId", "outcome" FROM "Entry" WHERE "sessionId" = ? AND "attached" = TRUE AND "outcome" IS NOT NULL ` +
      `AND "callId" IN (${marks(callIds)}) ORDER BY "place", "id"`,
    sessionId,
    ...callIds,
  )
  return new Map(rows.map(({ callId, outcome }) => [callId, outcome]))
}

/** All entries of some kinds, with how each call ended. Holds one page at a time. */
export async function* stepRows(db: Db, sessionId: string, kinds: readonly string[]) {
  let last: StepRow | null = null
  for (;;) {
    const page: StepRow[] = await stepPage(db, sessionId, kinds, last)
    const outcomes = await outcomesOf(db, sessionId, page)
    for (const row of page) yield { ...row, outcome: row.callId === null ? null : (outcomes.get(row.callId) ?? null) }
    last = page.at(-1) ?? null
    if (page.length < PAGE) return
    // The driver answers at once: without a pause, a long transcript would keep every other request waiting.
    await setImmediate()
  }
}
