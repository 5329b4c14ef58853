import 'server-only'
import type { Context } from '@/lib/context'
import { type DroppedCopyRow, droppedCopyPage } from '@/lib/db/dropped-copies'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import { droppedOf } from '@/lib/tokens/server/dropped-wire'
import {
  type DroppedCopy,
  type DroppedCopyPage,
  LINES_RULE,
  type ListDroppedCopiesInput,
} from '@/lib/usage-events/schema'

/** One page of what is written and does not count, with what all of it adds up to by rule. */
export async function listDroppedCopies({ db }: Context, input: ListDroppedCopiesInput): Promise<DroppedCopyPage> {
  const [{ rows, nextCursor }, dropped] = await Promise.all([droppedCopyPage(db, input), droppedOf(db, input)])
  return { items: rows.map(toDroppedCopy), nextCursor, total: totalOf(dropped, input.rule), dropped }
}

/** Only copies are counted by rule; responses with further lines are known only as all that were written twice. */
function totalOf({ rules }: DroppedCopyPage['dropped'], rule: string | undefined): number | null {
  if (rule === LINES_RULE) return null
  return rules.reduce(
    (sum, each) => (each.rule !== LINES_RULE && (rule === undefined || each.rule === rule) ? sum + each.events : sum),
    0,
  )
}

function toDroppedCopy(row: DroppedCopyRow): DroppedCopy {
  return {
    id: row.id,
    eventId: row.eventId,
    copyId: row.copyId,
    rule: row.rule ?? 'not recorded',
    at: row.at,
    model: row.model,
    lines: toCount(row.lineCount),
    droppedTokens: toCountOrNull(row.droppedTokens),
    keptTokens: toCountOrNull(row.keptTokens),
    droppedIn: { sessionId: row.droppedSession, name: row.droppedName, file: row.droppedFile },
    keptIn: { sessionId: row.keptSession, name: row.keptName, file: row.keptFile },
  }
}
