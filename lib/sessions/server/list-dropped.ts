import 'server-only'
import type { Context } from '@/lib/context'
import type { UsageEvent } from '@/lib/db/generated/client'
import { type DroppedRow, droppedPage, keptEvents } from '@/lib/db/session-dropped'
import { toCountOrNull, toUsageWire } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import { NO_USAGE, totalOf } from '@/lib/model/usage'
import type { DroppedPage, DroppedWire, ListDroppedInput } from '@/lib/sessions/schema'
import { requireSession } from './require-session'

/**
 * Responses that are written in a session and count in another one: what stands here, what was kept, and where.
 * @throws not_found
 */
export async function listDropped({ db }: Context, input: ListDroppedInput): Promise<DroppedPage> {
  await requireSession(db, input.id)
  const { rows, nextCursor, total } = await droppedPage(db, input)
  const events = await keptEvents(
    db,
    rows.map(({ eventId }) => eventId),
  )
  const byId = new Map(events.map((event) => [event.id, event]))
  return { items: rows.map((row) => toDropped(row, byId.get(row.eventId))), nextCursor, total }
}

function toDropped(row: DroppedRow, kept: UsageEvent | undefined): DroppedWire {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } = row
  const here = { input, cacheRead, cacheWrite5m, cacheWrite1h, output, unsplit: null }
  return {
    eventId: row.eventId,
    at: row.at,
    model: row.model,
    rule: row.rule ?? 'unknown',
    lines: row.lineCount,
    writtenTokens: toCountOrNull(row.writtenTokens),
    usage: toUsageWire({ ...here, reasoning, total: totalOf(here) }, []),
    entryId: row.entryId,
    kept: {
      sessionId: row.keptIn,
      sessionName: row.keptName,
      entryId: row.keptEntryId,
      usage: toUsageWire(kept ?? NO_USAGE, kept ? textsOf(kept.lowerBound) : []),
    },
  }
}
