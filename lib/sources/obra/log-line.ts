import type { CanonicalRecord, EntryRecord, FailureRecord } from '@/lib/model/records'
import { titleOf } from '@/lib/sources/autopack/table-reader'
import { BLANK_ENTRY, BLANK_FAILURE } from '@/lib/sources/blank-records'
import type { JsonCells } from '@/lib/sources/json-cells'
import { type LogSession, phaseKeyOf, runKeyOf } from './log-session'
import { resultStatus } from './states'
import { failureCause } from './task-result'

/** A line of the event log, and what came of it so far. */
export interface Line {
  cells: JsonCells
  type: string
  key: string
  at: string | null
  line: number
  session: LogSession
  /** The iteration that the line tells of; null outside one. */
  index: number | null
  ref: string
  flags: readonly string[]
}

export const placeIn = ({ session, index, at, ref, flags }: Line) => ({
  runKey: runKeyOf(session.key),
  phaseKey: index === null ? null : phaseKeyOf(index),
  at,
  ref,
  flags,
})

/** What a line's words, answer or error add to its session: entries and failures. */
export function bodyOf(one: Line): CanonicalRecord[] {
  const { cells, session } = one
  switch (one.type) {
    case 'user_input':
      session.firstInput ??= titleOf(cells.text('input'), 'input')
      // What came before was about another input.
      Object.assign(session, { result: null, lastFailed: false, isAsked: false, steps: [] })
      return entryOf(one, { type: 'prompt', role: 'person', text: cells.text('input') })
    case 'execution_result':
      return resultOf(one)
    case 'error':
      session.errors += 1
      session.lastFailed = true
      return [
        ...entryOf(one, { type: 'error', role: 'system', text: cells.message('error'), outcome: 'failed' }),
        failureOf(one, cells.message('error') ?? 'an error without words', cells.text('error_type')),
      ]
    case 'impl_response': {
      const failed = cells.bool('success') === false
      session.answers += 1
      session.failedAnswers += failed ? 1 : 0
      session.lastFailed = failed
      return failed ? [failureOf(one, 'the answer of the implementer failed', 'impl_response')] : []
    }
    default:
      return []
  }
}

/** The end of what was asked for. It says success where nothing failed on the way to it, and often where something did. */
function resultOf(one: Line): CanonicalRecord[] {
  const { cells, session, at } = one
  const success = cells.bool('success')
  const message = cells.message('message', 'error', 'reason')
  const stated = resultStatus(cells.text('status'), cells.text('outcome'))
  const statusRaw = cells.text('status') ?? (success === null ? 'no result' : success ? 'success' : 'failure')
  const bySuccess = success === null ? 'unknown' : success ? 'succeeded' : 'failed'
  const status = cells.text('status') === null ? bySuccess : stated.status
  const saysDone = /\bcomplet(e|ed|ion)\b/i.test(message?.slice(0, 1_000) ?? '')
  const contradicts =
    (status === 'failed' && saysDone && cells.text('status') === null) || (success === true && status === 'failed')
  const flags = [...(contradicts ? ['status_conflict'] : []), ...(stated.known ? [] : ['enum_unknown'])]
  session.result = { statusRaw, status, reason: message?.slice(0, 2_000) ?? null, at, flags }
  session.isAsked = false
  return [
    ...entryOf(one, { type: 'text', role: 'assistant', text: message }),
    ...(status === 'failed' ? [failureOf(one, message ?? statusRaw, statusRaw)] : []),
  ]
}

function entryOf(one: Line, own: Pick<EntryRecord, 'type' | 'role' | 'text'> & { outcome?: 'failed' }): EntryRecord[] {
  if (own.text === null) return []
  const { at, key, line, ref, flags, session } = one
  return [{ ...BLANK_ENTRY, sessionKey: session.key, entryKey: key, at, line, ref, flags, ...own }]
}

function failureOf(one: Line, message: string, type: string | null): FailureRecord {
  return {
    ...BLANK_FAILURE,
    ...placeIn(one),
    failureKey: `log/${one.key}`,
    sessionKey: one.session.key,
    message,
    type,
    ...failureCause(message, type),
    severity: one.cells.bool('recoverable') === false ? 'fatal' : null,
    data: { stage: one.cells.text('stage') },
  }
}
