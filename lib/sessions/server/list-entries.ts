import 'server-only'
import type { Context } from '@/lib/context'
import { type EntryRow, entryCursor, entryRows, responseRows, resultRows } from '@/lib/db/entry-pages'
import type { EntryPage, ListEntriesInput } from '@/lib/sessions/schema'
import { toEntry } from './entry-wire'
import { requireSession } from './require-session'

/**
 * One page of a transcript, in the order of reading; both cursors continue from what is on the page.
 * @throws not_found when there is no such session
 */
export async function listEntries({ db }: Context, input: ListEntriesInput): Promise<EntryPage> {
  const { rows, before, offset, total, aroundIndex } = await entryRows(db, input)
  if (total === 0) await requireSession(db, input.id)
  const calls = rows.flatMap(({ kind, callId }) => (kind === 'tool_call' && callId !== null ? [callId] : []))
  const events = new Set(rows.flatMap(({ eventId }) => (eventId === null ? [] : [eventId])))
  const [results, responses] = await Promise.all([
    resultRows(db, input.id, calls, input.textMax),
    responseRows(db, [...events]),
  ])
  const resultsOf = byCall(results)
  const responseOf = new Map(responses.map((response) => [response.id, response]))
  const first = rows[0]
  const last = rows.at(-1)
  return {
    items: rows.map((row, at) =>
      toEntry(row, input.id, {
        index: offset + at,
        before: rows[at - 1] ?? before,
        results: isCall(row) ? (resultsOf.get(row.callId) ?? []) : [],
        response: row.eventId === null ? undefined : responseOf.get(row.eventId),
      }),
    ),
    previousCursor: first && offset > 0 ? entryCursor('before', first) : null,
    nextCursor: last && offset + rows.length < total ? entryCursor('after', last) : null,
    offset,
    total,
    aroundIndex,
  }
}

function byCall(results: readonly EntryRow[]): Map<string | null, EntryRow[]> {
  const found = new Map<string | null, EntryRow[]>()
  for (const result of results) {
    const list = found.get(result.callId)
    if (list) list.push(result)
    else found.set(result.callId, [result])
  }
  return found
}

const isCall = ({ kind, callId }: EntryRow) => kind === 'tool_call' && callId !== null
