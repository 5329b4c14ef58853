import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { writeAll } from '@/lib/db/upsert'
import { adoptRuns } from './adopt-runs'
import { bookResponses } from './book-responses'
import type { Lease } from './lease'
import { linkStatements } from './link-sessions'
import { firstTimes, sessionStatements } from './sum-sessions'

/** Sessions derived in one go: few enough that a page never waits long for the writer. */
const SESSIONS_AT_ONCE = 200

/**
 * De-duplication, second half, and what follows for sessions: every response is booked on the session that had it first,
 * then the sessions on the dirty list get their counts, sums, state and links anew. All of it is a function of the rows
 * that are there, so the order of imports cannot show.
 */
export async function deriveDirtySessions(db: Db, lease: Lease, now: Date): Promise<void> {
  for (;;) {
    const dirty = await db.dirtySession.findMany({ orderBy: { sessionId: 'asc' }, take: SESSIONS_AT_ONCE })
    if (dirty.length === 0) return
    const ids = dirty.map((row) => row.sessionId)
    await adoptRuns(db, lease, ids)
    await writeAll(db, [lease.fence(), ...firstTimes(db, ids)])
    const moved = await bookResponses(db, lease, ids)
    const touched = [...new Set([...ids, ...moved])]
    await writeAll(db, [
      lease.fence(),
      ...(await sessionStatements(db, touched, now)),
      ...linkStatements(db, touched),
      {
        sql: 'DELETE FROM "DirtySession" WHERE "sessionId" IN (SELECT value FROM json_each(?))',
        values: [JSON.stringify(ids)],
      },
      raiseDataRevision(),
    ])
  }
}
