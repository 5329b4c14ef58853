import 'server-only'
import type { Context } from '@/lib/context'
import { sessionTaskPage, type TaskRow } from '@/lib/db/session-list'
import { costBounds, toCount, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import type { ListSessionTasksInput, SessionTask, SessionTaskPage } from '@/lib/sessions/schema'

function toTask(row: TaskRow): SessionTask {
  const partial = toCount(row.partial) > 0
  const [tokens, sessionsWithTokens] = [toCountOrNull(row.tokens), toCount(row.counted)]
  return {
    taskId: row.taskId,
    sessions: toCount(row.sessions),
    turns: toCount(row.turns),
    toolCalls: toCount(row.toolCalls),
    toolFailures: toCount(row.toolFailures),
    denials: toCount(row.denials),
    firstAt: row.firstAt,
    lastEvidenceAt: row.lastEvidenceAt === '' ? null : row.lastEvidenceAt,
    tokens,
    tokensAreLowerBound: partial,
    tokensPerSession: tokens === null ? null : tokens / sessionsWithTokens,
    sessionsWithTokens,
    costMicroUsd: toMicroUsd(row.costPico),
    costIsLowerBound: costBounds(toCount(row.unpriced), partial ? ['output'] : []).costIsLowerBound,
    unpricedEvents: toCount(row.unpriced),
  }
}

/** Sessions summed by the task they name, those without one last. */
export async function listSessionTasks({ db }: Context, input: ListSessionTasksInput): Promise<SessionTaskPage> {
  const { rows, nextCursor, total } = await sessionTaskPage(db, input)
  return { items: rows.map(toTask), nextCursor, total }
}
