import 'server-only'
import type { Db } from '@/lib/db/client'
import { deriveDirtyJobs } from './derive-jobs'
import { deriveDirtyRuns } from './derive-runs'
import { deriveDirtySessions } from './derive-sessions'
import { dropRepeatedUsage } from './drop-repeated-usage'
import type { Lease } from './lease'

/** Derives whatever is out of date, from below: a run's state follows from its main session, a job's from its runs. */
export async function deriveDirty(db: Db, lease: Lease, now: Date): Promise<void> {
  await deriveDirtySessions(db, lease, now)
  await dropRepeatedUsage(db, lease)
  await deriveDirtyRuns(db, lease, now)
  await deriveDirtyJobs(db, lease)
}
