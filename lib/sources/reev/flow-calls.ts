import type { CanonicalRecord } from '@/lib/model/records'
import { JsonCells } from '@/lib/sources/json-cells'
import { errorText } from './steps'
import { type CallPlace, callEntry, elapsedMs, resultEntry, timeKey, toolFailure, toolTime } from './tool-calls'

/** One of `tool_calls` of a flow. */
export interface FlowCall {
  tool: string | null
  startedAt: string | null
  startKey: string
  endedAt: string | null
  endKey: string
  ms: number | null
  ok: boolean | null
  error: string | null
  input: unknown
  output: unknown
  flags: readonly string[]
  /** Another call ran at the same time: the flow pairs an output with the newest input, so both may be exchanged. */
  overlaps: boolean
}

/** Reads the calls of a flow and marks those that ran side by side. */
export function flowCalls(values: readonly unknown[]): FlowCall[] {
  const calls = values.map(flowCall)
  const inOrder = [...calls].sort((a, b) => (a.startKey < b.startKey ? -1 : a.startKey > b.startKey ? 1 : 0))
  let longest: FlowCall | null = null
  for (const call of inOrder) {
    if (longest !== null && call.startedAt !== null && call.startKey < longest.endKey) {
      longest.overlaps = true
      call.overlaps = true
    }
    if (call.endedAt !== null && (longest === null || call.endKey > longest.endKey)) longest = call
  }
  return calls
}

function flowCall(value: unknown, index: number): FlowCall {
  const cells = new JsonCells(value)
  const startedAt = cells.time('start_time')
  const endedAt = cells.time('end_time')
  const error = errorText(cells.raw('error_message'))
  return {
    tool: cells.text('tool_name'),
    startedAt,
    startKey: timeKey(startedAt === null ? null : cells.text('start_time'), `call-${index}`),
    endedAt,
    endKey: timeKey(endedAt === null ? null : cells.text('end_time'), `call-${index}`),
    ms: cells.number('duration_ms') ?? elapsedMs(startedAt, endedAt),
    ok: cells.bool('success') ?? (error === null ? null : false),
    error,
    input: cells.raw('input'),
    output: cells.raw('output'),
    flags: [...cells.flags],
    overlaps: false,
  }
}

const DOUBT = 'another call ran at the same time, and the flow pairs an output with the newest input'

/** What a call of a flow gives: call, result, its time, and its failure. */
export function flowCallRecords(call: FlowCall, index: number, place: CallPlace): CanonicalRecord[] {
  const { tool, startKey, input, flags, ok, error } = call
  const start = { tool, at: call.startedAt, startKey, input, flags }
  const result = resultEntry(place, start, {
    at: call.endedAt,
    endKey: call.endKey,
    outcome: ok === null ? null : ok ? 'ok' : 'failed',
    output: call.output,
    error,
    flags,
    doubt: call.overlaps ? DOUBT : null,
  })
  const records: CanonicalRecord[] = [callEntry(place, start), result]
  if (call.ms !== null) records.push(toolTime(place, start, { step: index, ms: call.ms, ok }))
  if (ok === false) records.push(toolFailure(place, result, error ?? `${tool ?? 'A tool'} failed`))
  return records
}
