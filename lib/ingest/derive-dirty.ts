import 'server-only'
import type { Db } from '@/lib/db/client'
import { derivePatterns } from '@/lib/patterns/server/derive-patterns'
import { deriveDirtyJobs } from './derive-jobs'
import { deriveDirtyRuns } from './derive-runs'
import { deriveDirtySessions } from './derive-sessions'
import { dropRepeatedUsage } from './drop-repeated-usage'
import { groupFailures } from './group-failures'
import type { Lease } from './lease'

/**
 * Derives whatever is out of date, from below: a run's state follows from its main session, a job's from its runs, a
 * pattern's from its failures and the runs that did not meet it.
 */
export async function deriveDirty(db: Db, lease: Lease, now: Date): Promise<void> {
  await deriveDirtySessions(db, lease, now)
  await dropRepeatedUsage(db, lease)
  await deriveDirtyRuns(db, lease, now)
  await deriveDirtyJobs(db, lease)
  await groupFailures(db, lease)
  await derivePatterns(db, () => lease.fence(), now)
}
