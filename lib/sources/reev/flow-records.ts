import type { CanonicalRecord, MetricRecord, PhaseRecord, RunRecord, SessionRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_ENTRY, BLANK_METRIC, BLANK_PHASE, BLANK_RUN, BLANK_SESSION } from '@/lib/sources/blank-records'
import { firstLine } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { benchmarkJob, promptMd5, runName } from './benchmark-name'
import { type FlowCall, flowCallRecords, flowCalls } from './flow-calls'
import { parseYaml } from './flow-yaml'
import { flowStepVerdict } from './steps'

/** What a file around a flow knows of it. */
export interface FlowSource {
  ref: string
  /** The id under which the flow is kept, for one that does not repeat it. */
  id: string | null
  /** The name of its benchmark, where it is known to be one. */
  benchmark: string | null
  at: string | null
  data: Record<string, unknown>
  flags: readonly string[]
}

interface Flow {
  id: string
  cells: JsonCells
  summary: JsonCells
  prompt: string | null
  finalPrompt: string | null
  startedAt: string | null
  endedAt: string | null
  calls: FlowCall[]
  statusRaw: string | null
  status: Status
  flags: string[]
}

/** A flow YAML, part by part. Text that breaks off is rejected with its place, and what was read of it is kept. */
export function* flowPieces(text: string, source: FlowSource): Iterable<Piece> {
  const { value, problem } = parseYaml(text)
  if (problem !== null) yield { rejected: [{ line: null, place: source.ref, reason: problem }] }
  if (value === null) return
  const flow = flowOf(new JsonCells(value), source)
  if (flow === null) {
    yield { rejected: [{ line: null, place: source.ref, reason: 'the flow has no session id' }] }
    return
  }
  yield { records: [runRecord(flow, source), sessionRecord(flow, source), ...metrics(flow, source.ref)] }
  yield { records: prompts(flow, source.ref) }
  for (const [index, call] of flow.calls.entries()) {
    const place = { runKey: flow.id, sessionKey: flow.id, line: index + 2, ref: `${source.ref} tool_calls[${index}]` }
    yield { records: flowCallRecords(call, index, place) }
  }
  const steps = flow.cells.list('steps')
  if (steps.length > 0) yield { records: steps.map((step, index) => stepPhase(step, index, steps, flow, source.ref)) }
}

function flowOf(cells: JsonCells, source: FlowSource): Flow | null {
  const id = cells.key('session_id') ?? source.id
  if (id === null) return null
  const calls = flowCalls(cells.list('tool_calls'))
  const prompt = cells.cells('prompt')
  const summary = cells.cells('summary')
  const startedAt = cells.time('start_time')
  const endedAt = cells.time('end_time')
  const finalPrompt = prompt.text('final_prompt')
  const flags = new Set(['tokens_unknown', 'score_missing', ...source.flags, ...cells.flags, ...prompt.flags])
  if (finalPrompt !== null && isCut(finalPrompt)) flags.add('truncated_text')
  const verdict = verdictOf(calls, summary)
  if (verdict.status === 'succeeded') flags.add('claimed_not_verified')
  return {
    id,
    cells,
    summary,
    prompt: prompt.text('user_prompt')?.trimEnd() ?? null,
    finalPrompt,
    startedAt,
    endedAt,
    calls,
    ...verdict,
    flags: [...flags],
  }
}

/** The writer cuts the long prompt and says how long it was. */
export const isCut = (text: string) => /\[truncated, original size: \d+ bytes\]\s*$/.test(text.slice(-200))

/** A flow has no verdict of its own, only its calls: all well is a claim, all failed is a failure, else nothing is known. */
function verdictOf(calls: readonly FlowCall[], summary: JsonCells): { statusRaw: string | null; status: Status } {
  if (calls.length === 0) return { statusRaw: null, status: 'unknown' }
  const rate = summary.text('success_rate')
  const statusRaw = rate === null ? null : `success rate ${rate.slice(0, 20)}`
  if (calls.every(({ ok }) => ok === true)) return { statusRaw, status: 'succeeded' }
  return { statusRaw, status: calls.every(({ ok }) => ok === false) ? 'failed' : 'unknown' }
}

function runRecord(flow: Flow, source: FlowSource): RunRecord {
  const { benchmark } = source
  return {
    ...BLANK_RUN,
    runKey: flow.id,
    name: runName(benchmark, null) ?? firstLine(flow.prompt),
    job: benchmarkJob(benchmark) ?? promptJob(flow.prompt),
    statusRaw: flow.statusRaw,
    status: flow.status,
    failureReason: flow.status === 'failed' ? (flow.calls.find(({ error }) => error !== null)?.error ?? null) : null,
    startedAt: flow.startedAt,
    endedAt: flow.endedAt,
    goal: flow.prompt,
    // Without a time of change, so that a session file or a database row of the same execution wins.
    data: { ...source.data, source: 'flow', terminalRecord: flow.endedAt !== null },
    flags: flow.flags,
    ref: source.ref,
  }
}

/** A trace names no benchmark. What it was asked for stands for one until a better source names it. */
export function promptJob(prompt: string | null): RunRecord['job'] {
  if (prompt === null) return null
  return { key: `prompt-${promptMd5('', prompt)}`, name: firstLine(prompt), type: 'benchmark', inferred: true }
}

function sessionRecord(flow: Flow, source: FlowSource): SessionRecord {
  return {
    ...BLANK_SESSION,
    sessionKey: flow.id,
    runKey: flow.id,
    name: firstLine(flow.prompt) ?? source.benchmark,
    role: 'trace',
    taskId: source.benchmark,
    systemVersion: flow.cells.text('reev_agent_version') ?? flow.cells.text('reev_runner_version'),
    statusRaw: flow.statusRaw,
    status: flow.status,
    startedAt: flow.startedAt,
    endedAt: flow.endedAt,
    updatedAt: source.at ?? flow.endedAt,
    data: {
      ...source.data,
      source: 'flow',
      terminalRecord: flow.endedAt !== null,
      toolCalls: flow.calls.length,
      tools: [...new Set(flow.calls.map(({ tool }) => tool))].slice(0, 50),
    },
    flags: flow.flags,
    ref: source.ref,
  }
}

function metrics(flow: Flow, ref: string): MetricRecord[] {
  const of = (name: string, value: number | null): MetricRecord[] => {
    if (value === null) return []
    const metricKey = `${flow.id}/flow/${name}`
    return [{ ...BLANK_METRIC, metricKey, runKey: flow.id, name, value, at: flow.endedAt, ref }]
  }
  return [
    ...of('total_duration_ms', flow.cells.number('total_duration_ms')),
    ...of('tool_calls', flow.calls.length),
    ...of('avg_tool_ms', flow.calls.length === 0 ? null : flow.summary.number('avg_tool_time_ms')),
    ...of('success_rate', flow.calls.length === 0 ? null : shareOf(flow.summary.raw('success_rate'))),
  ]
}

/** `100.00%`, or 100 as a number, as a share of 1. */
function shareOf(value: unknown): number | null {
  const percent =
    typeof value === 'number' ? value : typeof value === 'string' ? Number(value.replace('%', '').trim() || 'x') : null
  return percent === null || !Number.isFinite(percent) ? null : percent / 100
}

function prompts(flow: Flow, ref: string): CanonicalRecord[] {
  const of = { ...BLANK_ENTRY, sessionKey: flow.id, at: flow.startedAt, ref }
  const list: CanonicalRecord[] = []
  if (flow.prompt !== null) {
    list.push({ ...of, entryKey: 'prompt', line: 0, type: 'prompt', role: 'person', text: flow.prompt })
  }
  if (flow.finalPrompt !== null) {
    const flags = isCut(flow.finalPrompt) ? ['truncated_text'] : []
    const title = 'prompt sent to the model'
    const text = flow.finalPrompt
    list.push({ ...of, entryKey: 'final-prompt', line: 1, type: 'note', role: 'system', title, text, flags })
  }
  return list
}

function stepPhase(step: unknown, index: number, steps: readonly unknown[], flow: Flow, ref: string): PhaseRecord {
  const cells = new JsonCells(step)
  const endedAt = cells.time('completion_time')
  const before = index === 0 ? flow.startedAt : new JsonCells(steps[index - 1]).time('completion_time')
  const inStep = flow.calls.filter(
    (call) => call.endedAt !== null && call.endedAt > (before ?? '') && call.endedAt <= (endedAt ?? '9'),
  )
  const verdict = flowStepVerdict(inStep.map(({ ok }) => ok))
  return {
    ...BLANK_PHASE,
    runKey: flow.id,
    phaseKey: `flow-${index + 1}`,
    index,
    name: cells.text('step_name') ?? `Step ${index + 1}`,
    statusRaw: 'StepComplete',
    status: verdict.status,
    failureReason: verdict.status === 'failed' ? (inStep.find(({ error }) => error !== null)?.error ?? null) : null,
    endedAt,
    updatedAt: endedAt,
    data: { flowMs: cells.number('flow_time_ms'), stepMs: cells.number('step_time_ms'), toolCalls: inStep.length },
    flags: [...cells.flags, ...verdict.flags],
    ref: `${ref} steps[${index}]`,
  }
}
