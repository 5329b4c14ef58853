import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { repeatedEvents } from '@/lib/db/repeated-usage'
import { writeAll } from '@/lib/db/upsert'
import { rolledUp, touchQuarters } from '@/lib/db/usage-roll-up'
import type { Lease } from './lease'
import { markRunsDirty } from './mark-runs-dirty'

/**
 * A table of results and the trajectories that it sums up are one spending: it counts where the calls are. What the rows
 * said stays with the results; whichever came first, the same is left.
 */
export async function dropRepeatedUsage(db: Db, lease: Lease): Promise<void> {
  const dirty = await db.dirtyJob.findMany({ where: { jobId: { startsWith: 'results' } } })
  if (dirty.length === 0) return
  const events = repeatedEvents(
    db,
    dirty.map((row) => row.jobId),
  )
  if (events.length === 0) return
  await writeAll(db, [
    lease.fence(),
    ...rolledUp(touchQuarters(events.map(({ quarter }) => quarter)), [
      { sql: 'DELETE FROM "UsageEvent" WHERE "id" = ?', rows: events.map(({ id }) => [id]) },
    ]),
    ...markRunsDirty(events.map(({ runId }) => runId)),
    raiseDataRevision(),
  ])
}
