import type { CanonicalRecord, EntryRecord } from '@/lib/model/records'
import { BLANK_ENTRY, BLANK_PHASE } from '@/lib/sources/blank-records'
import { fieldOf, isObject } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import { isCut, promptJob } from './flow-records'
import { errorText, flowStepVerdict } from './steps'
import { type CallPlace, callEntry, elapsedMs, resultEntry, toolFailure, toolTime } from './tool-calls'
import { OPEN_MAX, type OpenCall, type TraceState } from './trace-state'

const GOAL_MAX = 10_000

/** One line of a trace, and the session it belongs to. */
export interface TraceLine {
  state: TraceState
  cells: JsonCells
  at: string | null
  /** The line's time as written, to the last digit. */
  stamp: string
  place: CallPlace
}

/** The first prompt is what the session is for; later ones are those of its steps. */
export function promptRecords({ state, cells, at, stamp, place }: TraceLine): CanonicalRecord[] {
  const prompt = cells.cells('prompt')
  const asked = prompt.text('user_prompt')?.trimEnd() ?? null
  const sent = prompt.text('final_prompt')
  const isFirst = state.prompts === 0
  state.prompts += 1
  if (isFirst && asked !== null) {
    state.goal = asked.slice(0, GOAL_MAX).toWellFormed()
    state.job = promptJob(asked)
  }
  const { sessionKey, line, ref } = place
  const of = { ...BLANK_ENTRY, sessionKey, at, line, ref }
  const records: EntryRecord[] = []
  if (asked !== null) {
    const entryKey = isFirst ? 'prompt' : `prompt/${stamp}`
    records.push({ ...of, entryKey, type: 'prompt', role: isFirst ? 'person' : 'system', text: asked })
  }
  if (sent !== null) {
    const cut = isCut(sent)
    state.cutText ||= cut
    records.push({
      ...of,
      entryKey: isFirst ? 'final-prompt' : `final-prompt/${stamp}`,
      block: 1,
      type: 'note',
      role: 'system',
      title: 'prompt sent to the model',
      text: sent,
      flags: cut ? ['truncated_text'] : [],
    })
  }
  return records
}

/** An input that holds nothing but an error repeats the failure of the call before it; no tool was called. */
const isEcho = (args: unknown) => isObject(args) && 'error' in args && Object.keys(args).length === 1

export function toolInputRecords({ state, cells, at, stamp, place }: TraceLine): CanonicalRecord[] {
  const input = cells.cells('tool_input')
  const tool = input.text('tool_name')
  const args = input.raw('tool_args')
  if (isEcho(args)) {
    const text = errorText(fieldOf(args, 'error'))
    const title = `${tool ?? 'a tool'} reported an error`
    const { sessionKey, line, ref } = place
    const entryKey = `echo/${stamp}`
    return [{ ...BLANK_ENTRY, sessionKey, entryKey, at, line, type: 'note', role: 'system', title, text, ref }]
  }
  state.calls += 1
  if (state.open.length < OPEN_MAX) state.open.push({ tool, at, startKey: stamp })
  return [callEntry(place, { tool, at, startKey: stamp, input: args, flags: [...input.flags] })]
}

export function toolOutputRecords({ state, cells, at, stamp, place }: TraceLine): CanonicalRecord[] {
  const output = cells.cells('tool_output')
  const results = output.raw('results')
  const error = errorText(output.raw('error_message')) ?? errorText(fieldOf(results, 'error'))
  const ok = output.bool('success') ?? (error === null ? null : false)
  const { call, doubt } = pairedCall(state, new JsonCells(results).text('tool_name'))
  if (ok === true) state.stepOk += 1
  if (ok === false) state.stepFailed += 1
  if (ok === false && error !== null) state.stepError = error.slice(0, GOAL_MAX).toWellFormed()
  const start = call === null ? null : { ...call, input: null, flags: [] }
  const end = {
    at,
    endKey: stamp,
    outcome: ok === null ? null : ok ? ('ok' as const) : ('failed' as const),
    output: results,
    error,
    flags: [...output.flags],
    doubt,
  }
  const result = resultEntry(place, start, end)
  const ms = start === null ? null : elapsedMs(start.at, at)
  const records: CanonicalRecord[] = [result]
  if (start !== null && ms !== null) records.push(toolTime(place, start, { step: state.calls - 1, ms, ok }))
  if (ok === false) records.push(toolFailure(place, result, error ?? `${start?.tool ?? 'A tool'} failed`))
  return records
}

/** An output names no call: it belongs to the one that is open, or to the only open one of the tool it names. */
function pairedCall(state: TraceState, named: string | null): { call: OpenCall | null; doubt: string | null } {
  const candidates = named === null ? state.open : state.open.filter(({ tool }) => tool === named)
  const [call] = candidates
  if (call !== undefined && candidates.length === 1) {
    state.open = state.open.filter((open) => open !== call)
    return { call, doubt: null }
  }
  if (state.open.length === 0) return { call: null, doubt: 'no call was open' }
  const doubt = `${state.open.length} calls were open`
  state.unpaired += 1
  if (state.unpaired >= state.open.length) {
    state.open = []
    state.unpaired = 0
  }
  return { call: null, doubt }
}

export function stepRecord({ state, cells, at, place }: TraceLine): CanonicalRecord[] {
  state.steps += 1
  const calls = [...Array<boolean>(Math.min(state.stepOk, 1)).fill(true), ...(state.stepFailed > 0 ? [false] : [])]
  const { status, flags } = flowStepVerdict(calls)
  const timing = cells.cells('timing')
  const record: CanonicalRecord = {
    ...BLANK_PHASE,
    runKey: place.runKey,
    phaseKey: `flow-${state.steps}`,
    index: state.steps - 1,
    name: cells.cells('metadata').text('step_name') ?? `Step ${state.steps}`,
    statusRaw: 'StepComplete',
    status,
    failureReason: status === 'failed' ? state.stepError : null,
    endedAt: at,
    updatedAt: at,
    data: {
      flowMs: timing.number('flow_timeuse_ms'),
      stepMs: timing.number('step_timeuse_ms'),
      toolCalls: state.stepOk + state.stepFailed,
    },
    flags,
    ref: place.ref,
  }
  state.stepOk = 0
  state.stepFailed = 0
  state.stepError = null
  return [record]
}
