import type { CanonicalRecord, EventRecord } from '@/lib/model/records'
import { BLANK_EVENT, BLANK_METRIC } from '@/lib/sources/blank-records'
import { firstLine, isObject } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import type { JsonlReader, LineReading, LineResult } from '@/lib/sources/reader'
import { timeKey } from './tool-calls'
import { promptRecords, stepRecord, toolInputRecords, toolOutputRecords } from './trace-lines'
import { traceSessionRecords } from './trace-session'
import { TraceSessions, type TraceState } from './trace-state'

const NAME_MAX = 100
const TYPES: Record<string, string> = {
  Prompt: 'prompt',
  ToolInput: 'tool_input',
  ToolOutput: 'tool_output',
  StepComplete: 'step_complete',
}
const CLOSING = ['total_events', 'tool_calls', 'successful_tools', 'failed_tools']

const isClosing = (value: object) => 'logged_at' in value && 'total_events' in value

/**
 * reev's traces, `enhanced_otel_<session>.jsonl`: prompts, tool inputs and outputs, finished steps. A trace says neither
 * benchmark nor score; its run gives way to a session file or database row of the same execution.
 */
export const traceReader: JsonlReader = {
  system: 'reev',
  parserVersion: 1,
  ownSessions: true,

  detect: (value) => {
    if (!isObject(value) || !Object.hasOwn(value, 'session_id')) return null
    if (isClosing(value) && 'failed_tools' in value) return { systemVersion: 'trace' }
    if (!Object.hasOwn(value, 'reev_runner_version') || !Object.hasOwn(value, 'event_type')) return null
    return { systemVersion: `trace of ${new JsonCells(value).text('reev_runner_version') ?? 'no version'}` }
  },

  open: ({ state }) => new TraceReading(new TraceSessions(state)),
}

class TraceReading implements LineReading {
  private lastRef = 'line 1'

  constructor(private readonly sessions: TraceSessions) {}

  state(): unknown {
    return this.sessions.saved()
  }

  gather(): CanonicalRecord[] {
    return this.sessions.takeChanged().flatMap((state) => traceSessionRecords(state, this.lastRef))
  }

  readLine(value: unknown, line: number, part: number): LineResult {
    if (!isObject(value)) return { rejected: 'not an object' }
    const cells = new JsonCells(value)
    const id = cells.key('session_id')
    if (id === null) return { rejected: 'no session is named' }
    const ref = `line ${line}`
    this.lastRef = ref
    const state = this.sessions.of(id)
    if (isClosing(value)) return { records: closingRecords(cells, state, ref) }
    const at = cells.time('timestamp')
    pass(state, at, cells)
    const written = cells.text('event_type')
    if (written === null) return { rejected: 'the line has no event type' }
    const stamp = timeKey(at === null ? null : cells.text('timestamp'), `line-${line}.${part}`)
    const context = { state, cells, at, stamp, place: { runKey: id, sessionKey: id, line, ref } }
    const type = Object.hasOwn(TYPES, written) ? TYPES[written] : undefined
    const event = eventOf(context.cells, type ?? written.slice(0, NAME_MAX), at, stamp, id, ref)
    if (type === undefined) {
      const name = `trace ${written.slice(0, NAME_MAX)}`
      return { records: [event], unparsed: [{ kind: 'unknown-record-type', name, count: 1, sample: ref }] }
    }
    return { records: [event, ...(LINES[type]?.(context) ?? [])] }
  }
}

const LINES: Record<string, typeof promptRecords> = {
  prompt: promptRecords,
  tool_input: toolInputRecords,
  tool_output: toolOutputRecords,
  step_complete: stepRecord,
}

function pass(state: TraceState, at: string | null, cells: JsonCells): void {
  state.version ??= cells.text('reev_agent_version') ?? cells.text('reev_runner_version')
  if (at === null) return
  if (state.firstAt === null || at < state.firstAt) state.firstAt = at
  if (state.lastAt === null || at > state.lastAt) state.lastAt = at
}

function eventOf(
  cells: JsonCells,
  type: string,
  at: string | null,
  stamp: string,
  id: string,
  ref: string,
): EventRecord {
  const tool = cells.cells('tool_input').text('tool_name')
  const step = cells.cells('metadata').text('step_name')
  const prompt = cells.cells('prompt').text('user_prompt')
  return {
    ...BLANK_EVENT,
    eventKey: `${id}/${type}/${stamp}`,
    runKey: id,
    type,
    at,
    title: firstLine(tool ?? step ?? prompt) ?? type.replaceAll('_', ' '),
    data: { flowMs: cells.cells('timing').number('flow_timeuse_ms') },
    flags: [...cells.flags],
    ref,
  }
}

/** The closing line of a trace, which some versions write twice: what it counts, and that the trace is over. */
function closingRecords(cells: JsonCells, state: TraceState, ref: string): CanonicalRecord[] {
  const at = cells.time('logged_at')
  if (at !== null && (state.lastAt === null || at > state.lastAt)) state.lastAt = at
  state.ended = { ok: cells.number('successful_tools') ?? 0, failed: cells.number('failed_tools') ?? 0 }
  return CLOSING.flatMap((name): CanonicalRecord[] => {
    const value = cells.number(name)
    if (value === null) return []
    return [{ ...BLANK_METRIC, metricKey: `${state.id}/trace/${name}`, runKey: state.id, name, value, at, ref }]
  })
}
