import type { EntryRecord, EventRecord } from '@/lib/model/records'
import { BLANK_ENTRY, BLANK_EVENT } from '@/lib/sources/blank-records'
import { firstLine } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'
import type { SessionFacts } from './session-facts'
import { errorText } from './steps'
import {
  type CallPlace,
  type CallStart,
  callEntry,
  elapsedMs,
  reevFailure,
  resultEntry,
  toolFailure,
  toolTime,
} from './tool-calls'

const DETAIL_MAX = 10_000
const NAME_MAX = 100

/** `ToolCall` as `tool_call`. */
const TYPES: Record<string, string> = {
  LlmRequest: 'llm_request',
  ToolCall: 'tool_call',
  ToolResult: 'tool_result',
  TransactionExecution: 'transaction',
  Error: 'error',
  SessionStart: 'session_start',
  SessionEnd: 'session_end',
}

/** One of `events[]`: a dated fact, and what there is to read of it in the transcript. */
export function eventPiece(value: unknown, index: number, facts: SessionFacts, ref: string): Piece {
  const place = `${ref} events[${index}]`
  const cells = new JsonCells(value)
  const written = cells.text('event_type')
  if (written === null) return { rejected: [{ line: null, place, reason: 'the event has no type' }] }
  const type = Object.hasOwn(TYPES, written) ? TYPES[written] : undefined
  const data = cells.cells('data')
  const at = cells.time('timestamp')
  const event: EventRecord = {
    ...BLANK_EVENT,
    eventKey: `${facts.sessionKey}/event-${index}`,
    runKey: facts.id,
    seq: index,
    level: type === 'error' ? 'error' : null,
    type: type ?? written.slice(0, NAME_MAX),
    at,
    title: firstLine(data.text('tool_name') ?? data.text('message')) ?? written.slice(0, NAME_MAX),
    detail: jsonText(cells.raw('data')).slice(0, DETAIL_MAX).toWellFormed(),
    actor: facts.agent,
    data: { depth: cells.number('depth'), sessionKey: facts.sessionKey },
    flags: [...cells.flags],
    ref: place,
  }
  const shown = { runKey: facts.id, sessionKey: facts.sessionKey, line: index + 1, ref: place }
  if (type === undefined) {
    const unparsed = {
      kind: 'unknown-record-type' as const,
      name: `event ${written.slice(0, NAME_MAX)}`,
      count: 1,
      sample: place,
    }
    return { records: [event], unparsed: [unparsed] }
  }
  return { records: [event, ...transcript(type, data, cells.raw('data'), at, index, shown)] }
}

function transcript(type: string, data: JsonCells, raw: unknown, at: string | null, index: number, place: CallPlace) {
  switch (type) {
    case 'tool_call':
      return [callEntry(place, callStart(data, at, index))]
    case 'tool_result':
      return toolResult(data, at, index, place)
    case 'error':
      return errorRecords(data, raw, at, index, place)
    case 'llm_request':
    case 'transaction':
      return [noteEntry(type === 'transaction' ? 'transaction' : 'request to the model', raw, at, index, place)]
    default:
      return []
  }
}

/** A call is known again by its tool and start, whole seconds: the result repeats both. */
function callStart(data: JsonCells, at: string | null, index: number): CallStart {
  const startedAt = data.time('start_time')
  const tool = data.text('tool_name')
  const startKey = startedAt === null ? `event-${index}` : `${startedAt}/${tool ?? '?'}`
  return { tool, at: startedAt ?? at, startKey, input: data.raw('params'), flags: [...data.flags] }
}

function toolResult(data: JsonCells, at: string | null, index: number, place: CallPlace) {
  const start = callStart(data, at, index)
  const endedAt = data.time('end_time') ?? at
  const error = errorText(data.raw('error_message')) ?? errorText(data.raw('error'))
  const ok = wentWell(data.text('status'), error)
  const paired = data.time('start_time') !== null
  const end = {
    at: endedAt,
    endKey: `event-${index}`,
    outcome: ok === null ? null : ok ? ('ok' as const) : ('failed' as const),
    output: data.raw('result'),
    error,
    flags: [...data.flags],
    doubt: paired ? null : 'the result does not say when its call began',
  }
  const result = resultEntry(place, paired ? start : null, end)
  const ms = paired ? elapsedMs(start.at, endedAt) : null
  const flags = ['duration_second_resolution']
  return [
    result,
    ...(ms === null ? [] : [toolTime(place, start, { step: index, ms, ok, flags })]),
    ...(ok === false ? [toolFailure(place, result, error ?? `${start.tool ?? 'A tool'} failed`)] : []),
  ]
}

/** Whether a call went well; null when its state is not told. */
export function wentWell(status: string | null, error: string | null): boolean | null {
  const state = status?.toLowerCase() ?? ''
  if (['success', 'succeeded', 'completed', 'ok'].includes(state)) return true
  if (['error', 'failed', 'failure', 'timeout'].includes(state)) return false
  return error === null ? null : false
}

function errorRecords(data: JsonCells, raw: unknown, at: string | null, index: number, place: CallPlace) {
  const message = errorText(data.raw('message')) ?? errorText(data.raw('error')) ?? errorText(raw) ?? 'Error'
  const entryKey = `event-${index}`
  const { runKey, sessionKey, line, ref } = place
  const entry: EntryRecord = {
    ...BLANK_ENTRY,
    sessionKey,
    entryKey,
    at,
    line,
    type: 'error',
    role: 'system',
    title: firstLine(message),
    text: message,
    outcome: 'failed',
    ref,
  }
  const failureKey = `${sessionKey}/${entryKey}`
  return [entry, reevFailure({ failureKey, message, runKey, sessionKey, entryKey, at, type: 'error', ref }, null)]
}

function noteEntry(title: string, raw: unknown, at: string | null, index: number, place: CallPlace): EntryRecord {
  const { sessionKey, line, ref } = place
  const text = typeof raw === 'string' ? raw : jsonText(raw)
  return {
    ...BLANK_ENTRY,
    sessionKey,
    entryKey: `event-${index}`,
    at,
    line,
    type: 'note',
    role: 'system',
    title,
    text,
    ref,
  }
}
