import 'server-only'
import type { Context } from '@/lib/context'
import { notFound } from '@/lib/errors'
import type { EntryIdInput, RawRecord } from '@/lib/sessions/schema'
import { readRaw } from './read-raw'

const NOT_READ = { line: null, from: null, text: null, bytes: null, truncated: false } as const

/**
 * The record that an entry was read from, as it stands in its file; at most 4 MiB.
 * @throws not_found
 */
export async function getRawRecord({ db }: Context, { id, entryId }: EntryIdInput): Promise<RawRecord> {
  const entry = await db.entry.findFirst({
    where: { id: entryId, sessionId: id },
    select: { ref: true, contentId: true },
  })
  if (!entry) throw notFound('entry of this session', entryId)
  const content = entry.contentId === null ? null : await db.content.findUnique({ where: { id: entry.contentId } })
  const place = { entryId, path: content?.path ?? null, ref: entry.ref }
  if (content) return { ...place, ...(await readRaw(db, content, entry.ref)) }
  return { ...place, ...NOT_READ, missing: 'the import does not say which file it was read from' }
}
