import 'server-only'
import type { EntryRow, ResponseRow } from '@/lib/db/entry-pages'
import { toCountOrNull } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import { recordOf, textsOf } from '@/lib/http/stored-json'
import { ENTRY_OUTCOMES, ENTRY_ROLES, ENTRY_TYPES } from '@/lib/model/records'
import type { EntryWire, ResultWire } from '@/lib/sessions/schema'

/** Titles and side data are for one line of the screen; the text has its own limit. */
const ASIDE_MAX = 2_000

const oneOf = <T extends string>(known: readonly T[], value: string | null): T | undefined =>
  known.find((item) => item === value)

/** An entry without what stands around it. A kind or role of a later version is a note of the system. */
export function toResult(row: EntryRow): ResultWire {
  return {
    id: row.id,
    at: row.at,
    kind: oneOf(ENTRY_TYPES, row.kind) ?? 'note',
    role: oneOf(ENTRY_ROLES, row.role) ?? 'system',
    title: capTexts(row.title, ASIDE_MAX),
    text: row.text,
    chars: row.chars,
    tool: capTexts(row.tool, ASIDE_MAX),
    callId: row.callId,
    outcome: oneOf(ENTRY_OUTCOMES, row.outcome) ?? null,
    exitCode: row.exitCode,
    model: row.model,
    data: capTexts(recordOf(row.data), ASIDE_MAX),
    flags: textsOf(row.flags),
    ref: row.ref,
  }
}

interface Around {
  index: number
  before: EntryRow | null
  results: readonly EntryRow[]
  response: ResponseRow | undefined
}

/** An entry in its place: what came before it, what came back, which response it is a part of. */
export function toEntry(row: EntryRow, sessionId: string, { index, before, results, response }: Around): EntryWire {
  return {
    ...toResult(row),
    index,
    previousAt: before?.at ?? null,
    results: results.map(toResult),
    response:
      row.eventId === null
        ? null
        : {
            id: row.eventId,
            tokens: toCountOrNull(response?.total ?? null),
            output: toCountOrNull(response?.output ?? null),
            lowerBound: response ? textsOf(response.lowerBound) : [],
            countsHere: response === undefined || response.sessionId === sessionId,
            first: before?.eventId !== row.eventId,
          },
  }
}
