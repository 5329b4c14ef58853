import 'server-only'
import type { Context } from '@/lib/context'
import { echoesOf, type OccurrenceRow, occurrencePage, patternsOfSubject } from '@/lib/db/pattern-parts'
import { explainMessage } from '@/lib/fingerprint/explain-group'
import { failureHeadline } from '@/lib/fingerprint/failure-headline'
import { capTexts } from '@/lib/http/cap-texts'
import type {
  ListOccurrencesInput,
  OccurrencePage,
  OccurrenceWire,
  SubjectPatterns,
  SubjectPatternsInput,
} from '../schema'
import { findPattern } from './get-pattern'
import { toSummaries } from './pattern-wire'

const MESSAGE_MAX = 4_000
const ECHOES_MAX = 500

/** One page of the failures of a pattern, the newest first, each laid on the template. @throws not_found */
export async function listOccurrences({ db }: Context, input: ListOccurrencesInput): Promise<OccurrencePage> {
  const pattern = await findPattern(db, input.id)
  const { rows, nextCursor } = await occurrencePage(db, { ...input, id: pattern.id })
  const ids = rows.map(({ id }) => id)
  const echoes = new Map<string, OccurrenceWire['echoes']>()
  for (const { firstCauseId, ...echo } of await echoesOf(db, ids, ECHOES_MAX))
    echoes.set(firstCauseId, [...(echoes.get(firstCauseId) ?? []), echo])
  const items = rows.map((row) => toOccurrence(row, pattern.template, echoes.get(row.id) ?? []))
  const isFiltered = input.runId !== undefined || input.sessionId !== undefined
  return { items: capTexts(items, MESSAGE_MAX), nextCursor, total: isFiltered ? null : pattern.occurrences }
}

function toOccurrence(row: OccurrenceRow, template: string, echoes: OccurrenceWire['echoes']): OccurrenceWire {
  const { text, httpStatus, exitCode } = failureHeadline(row.message)
  return {
    ...{ id: row.id, at: row.at, system: row.system, message: row.message, parts: explainMessage(text, template) },
    ...{ httpStatus, exitCode, runId: row.runId, runName: row.runName, phaseId: row.phaseId, phase: row.phaseName },
    ...{ sessionId: row.sessionId, entryId: row.entryId, path: row.path, ref: row.ref, echoes },
  }
}

/** The patterns seen in one run, session, phase or job. */
export async function listSubjectPatterns({ db, now }: Context, input: SubjectPatternsInput): Promise<SubjectPatterns> {
  const { items, total } = await patternsOfSubject(db, input)
  const summaries = await toSummaries(
    db,
    items.map(({ row }) => row),
    now,
  )
  return {
    items: items.flatMap(({ occurrences, firstAt, lastAt }, at) => {
      const pattern = summaries[at]
      return pattern
        ? [{ pattern: capTexts(pattern), occurrences, firstAt, lastAt: lastAt === '' ? null : lastAt }]
        : []
    }),
    nextCursor: null,
    total,
  }
}
