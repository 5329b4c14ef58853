import 'server-only'
import type { Context } from '@/lib/context'
import { notFound } from '@/lib/errors'
import type { EntryIdInput, ResultWire } from '@/lib/sessions/schema'
import { toResult } from './entry-wire'

/** One entry with its text as long as it is kept.
 * @throws not_found */
export async function getEntry({ db }: Context, { id, entryId }: EntryIdInput): Promise<ResultWire> {
  const row = await db.entry.findFirst({ where: { id: entryId, sessionId: id } })
  if (!row) throw notFound('entry of this session', entryId)
  return toResult(row)
}
