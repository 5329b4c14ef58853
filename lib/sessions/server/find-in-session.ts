import 'server-only'
import type { Context } from '@/lib/context'
import { findEntries, positionsOf } from '@/lib/db/entry-pages'
import type { FindInput, FindReply } from '@/lib/sessions/schema'
import { requireSession } from './require-session'

/** More places than anyone steps through. */
const FOUND_MAX = 1_000

/** Where a text stands in a transcript, in any case, results included.
 * @throws not_found */
export async function findInSession({ db }: Context, input: FindInput): Promise<FindReply> {
  await requireSession(db, input.id)
  if (input.q === '') return { items: [], capped: false }
  const found = await findEntries(db, input.id, input, input.q, FOUND_MAX + 1)
  const shown = found.slice(0, FOUND_MAX)
  const positions = await positionsOf(
    db,
    input.id,
    input,
    shown.map(({ place }) => place),
  )
  return {
    items: shown.map(({ id, place }) => ({ entryId: id, index: positions.get(place) ?? 0 })),
    capped: found.length > FOUND_MAX,
  }
}
