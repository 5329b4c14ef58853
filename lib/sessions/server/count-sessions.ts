import 'server-only'
import type { Context } from '@/lib/context'
import { sessionViewCounts } from '@/lib/db/session-list'
import type { SessionCounts } from '@/lib/sessions/schema'

/** How many sessions each view of the list holds. */
export async function countSessionViews({ db }: Context): Promise<SessionCounts> {
  return sessionViewCounts(db)
}
