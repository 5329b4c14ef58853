import 'server-only'
import type { Context } from '@/lib/context'
import { type ToolRow, toolTimes } from '@/lib/db/session-tools'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { SessionIdInput } from '@/lib/sessions/schema'
import type { ToolTimes } from '@/lib/sessions/tool-schema'
import { requireSession } from './require-session'

function toToolTime({ tool, calls, failed, timed, totalMs, maxMs }: ToolRow): ToolTimes['items'][number] {
  const [count, total] = [toCount(timed), toCountOrNull(totalMs)]
  return {
    tool,
    calls: toCount(calls),
    failed: toCount(failed),
    timed: count,
    totalMs: total,
    meanMs: total === null || count === 0 ? null : Math.round(total / count),
    maxMs: toCountOrNull(maxMs),
  }
}

/** How often a session called each tool, and how long the answers took. @throws not_found */
export async function listToolTimes({ db }: Context, { id }: SessionIdInput): Promise<ToolTimes> {
  await requireSession(db, id)
  return { items: (await toolTimes(db, id)).map(toToolTime) }
}
