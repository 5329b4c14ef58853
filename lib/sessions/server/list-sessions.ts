import 'server-only'
import type { Context } from '@/lib/context'
import { countSessions, sessionListPage } from '@/lib/db/session-list'
import { capTexts } from '@/lib/http/cap-texts'
import type { ListSessionsInput, SessionPage } from '@/lib/sessions/schema'
import { toSessionSummary } from './session-wire'

/** Longer than any id, so that only names and the like are cut. */
const LINE_TEXT_MAX = 1_500

/** One page of sessions, by default those with the newest evidence first; `total` is null where counting would cost too much. */
export async function listSessions({ db }: Context, input: ListSessionsInput): Promise<SessionPage> {
  const [page, total] = await Promise.all([sessionListPage(db, input), countSessions(db, input)])
  return { items: capTexts(page.rows.map(toSessionSummary), LINE_TEXT_MAX), nextCursor: page.nextCursor, total }
}
