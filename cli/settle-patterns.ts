import 'server-only'
import type { Context } from '@/lib/context'
import { doPatternsWait } from '@/lib/db/pattern-shapes'
import { groupFailures } from '@/lib/ingest/group-failures'
import { Lease } from '@/lib/ingest/lease'
import { derivePatterns } from '@/lib/patterns/server/derive-patterns'

/** Groups what waits, if only because a day has passed, where no worker does it: what is printed is then of now. */
export async function settlePatterns({ db, now }: Context): Promise<void> {
  if (!doPatternsWait(db, now.toISOString())) return
  const lease = await Lease.take(db, 'command', now).catch(() => null)
  if (lease === null) return
  try {
    await groupFailures(db, lease)
    await derivePatterns(db, () => lease.fence(), now)
  } finally {
    await lease.release()
  }
}
