import 'server-only'
import type { Context } from '@/lib/context'
import { dataRevision } from '@/lib/db/data-revision'
import type { RevisionWire } from '@/lib/live/schema'

/** What a page asks every two seconds, whatever it shows. */
export async function getRevision({ db }: Context): Promise<RevisionWire> {
  return { revision: await dataRevision(db) }
}
