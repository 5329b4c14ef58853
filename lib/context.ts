import 'server-only'
import type { Db } from '@/lib/db/client'
import type { Fleet } from '@/lib/http/wire'

/** What every verb gets: the database of one fleet, and the time. Verbs read neither clock nor environment. */
export interface Context {
  db: Db
  fleet: Fleet
  now: Date
}
