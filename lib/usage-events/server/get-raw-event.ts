import 'server-only'
import type { Context } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { readRaw } from '@/lib/sessions/server/read-raw'
import type { RawEvent, RawEventInput } from '@/lib/usage-events/schema'
import { readRow } from './read-row'

const NOT_READ = { line: null, from: null, text: null, bytes: null, truncated: false } as const

/**
 * The line, or the row, that an event, or one copy of it, was read from, as it stands in its file; at most 4 MiB.
 * @throws not_found
 */
export async function getRawEvent({ db }: Context, { id, copy, line }: RawEventInput): Promise<RawEvent> {
  const select = { ref: true, contentId: true } as const
  const found =
    copy === undefined
      ? await db.usageEvent.findUnique({ where: { id }, select })
      : await db.usageCopy.findFirst({ where: { id: copy, eventId: id }, select })
  if (!found) throw notFound(copy === undefined ? 'usage event' : 'copy of this event', copy ?? id)
  const ref = line === undefined ? found.ref : atLine(found.ref, line)
  const content = found.contentId === null ? null : await db.content.findUnique({ where: { id: found.contentId } })
  if (!content) return { path: null, ref, ...NOT_READ, missing: 'the import does not say which file it was read from' }
  return { path: content.path, ref, ...((await readRow(db, content, ref)) ?? (await readRaw(db, content, ref))) }
}

/** Another line of the file that a reference names. */
function atLine(ref: string | null, line: number): string {
  const file = /^([\s\S]+) line \d+/.exec(ref ?? '')?.[1]
  return file === undefined ? `line ${line}` : `${file} line ${line}`
}
