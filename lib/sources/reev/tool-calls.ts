import { classifyFailure } from '@/lib/fingerprint/cause'
import type { EntryOutcome, EntryRecord, FailureRecord, MetricRecord } from '@/lib/model/records'
import { BLANK_ENTRY, BLANK_FAILURE, BLANK_METRIC } from '@/lib/sources/blank-records'
import { firstLine } from '@/lib/sources/codex/json-value'
import { jsonText } from '@/lib/sources/json-text'

/** Where a tool call stands: in which session, and in which file. */
export interface CallPlace {
  runKey: string
  sessionKey: string
  line: number
  ref: string
}

/** What is known of a call when it begins. `startKey` is its start as written, to the last digit. */
export interface CallStart {
  tool: string | null
  at: string | null
  startKey: string
  input: unknown
  flags: readonly string[]
}

/** What is known of it when it ends. */
export interface CallEnd {
  at: string | null
  endKey: string
  outcome: EntryOutcome | null
  output: unknown
  error: string | null
  flags: readonly string[]
  /** Why it is not certain which call this result belongs to; null when it is. */
  doubt: string | null
}

/** A time without its zone: traces and the flows made from them write the same moment in two forms of UTC. */
export function timeKey(written: string | null, otherwise: string): string {
  if (written === null) return otherwise
  return written
    .slice(0, 100)
    .trim()
    .replace(/(?:Z|\+00:?00)$/i, '')
    .replace(' ', 'T')
}

const textOfValue = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : jsonText(value)

export const callKeyOf = (start: Pick<CallStart, 'tool' | 'startKey'>) => `${start.tool ?? '?'}@${start.startKey}`

export function callEntry(place: CallPlace, start: CallStart): EntryRecord {
  const text = textOfValue(start.input)
  return {
    ...BLANK_ENTRY,
    ...entryPlace(place),
    entryKey: `call/${start.startKey}`,
    at: start.at,
    type: 'tool_call',
    role: 'assistant',
    tool: start.tool,
    callKey: callKeyOf(start),
    text,
    title: firstLine(text),
    flags: start.flags,
  }
}

/** The result of a call; `start` is null when it is not known which call it ended. */
export function resultEntry(place: CallPlace, start: CallStart | null, end: CallEnd): EntryRecord {
  const ms = start === null ? null : elapsedMs(start.at, end.at)
  return {
    ...BLANK_ENTRY,
    ...entryPlace(place),
    entryKey: `result/${end.endKey}`,
    at: end.at,
    block: 1,
    type: 'tool_result',
    role: 'tool',
    tool: start?.tool ?? null,
    callKey: start === null ? null : callKeyOf(start),
    outcome: end.outcome,
    text: textOfValue(end.output) ?? end.error,
    title: firstLine(end.error),
    flags: end.flags,
    data: { ...(ms === null ? {} : { durationMs: ms }), ...(end.doubt === null ? {} : { pairingDoubt: end.doubt }) },
  }
}

const entryPlace = ({ sessionKey, line, ref }: CallPlace) => ({ sessionKey, line, ref })

/** How long something took, in milliseconds; null when it is not known or ran backwards. */
export function elapsedMs(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null
  const ms = Date.parse(to) - Date.parse(from)
  return Number.isFinite(ms) && ms >= 0 ? ms : null
}

/** The time of one call as a point of the series `tool_ms`. */
export function toolTime(
  place: CallPlace,
  start: CallStart,
  call: { step: number; ms: number; ok: boolean | null; flags?: readonly string[] },
): MetricRecord {
  return {
    ...BLANK_METRIC,
    metricKey: `${place.sessionKey}/tool_ms/${callKeyOf(start)}`,
    runKey: place.runKey,
    name: 'tool_ms',
    step: call.step,
    value: call.ms,
    at: start.at,
    data: { tool: start.tool, sessionKey: place.sessionKey, ...(call.ok === null ? {} : { success: call.ok }) },
    flags: call.flags ?? [],
    ref: place.ref,
  }
}

/** A failure as reev words it, with the cause that the words tell. */
export function reevFailure(
  record: Pick<FailureRecord, 'failureKey' | 'message' | 'ref'> & Partial<FailureRecord>,
  state: string | null,
): FailureRecord {
  const { cause, rule, evidence } = classifyFailure(record.message, { system: 'reev', state })
  return { ...BLANK_FAILURE, ...record, cause, causeRule: rule === null ? null : `${rule}: ${evidence ?? ''}` }
}

/** The failure that a call's result tells of. */
export function toolFailure(place: CallPlace, result: EntryRecord, message: string): FailureRecord {
  const { runKey, sessionKey, ref } = place
  return reevFailure(
    {
      failureKey: `${sessionKey}/${result.entryKey}`,
      message,
      runKey,
      sessionKey,
      entryKey: result.entryKey,
      at: result.at,
      type: 'tool_error',
      data: { tool: result.tool },
      ref,
    },
    null,
  )
}
