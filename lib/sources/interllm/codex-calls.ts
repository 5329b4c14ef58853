import type { ApprovalRecord, EntryRecord } from '@/lib/model/records'
import { fieldOf, firstLine, type Json, listOf, objectOf, textOf } from '@/lib/sources/codex/json-value'
import { jsonText } from '@/lib/sources/json-text'
import type { AgentRun } from './agent-runs'
import type { CodexSession } from './codex-session'
import { namesFile } from './tool-outcomes'
import { TRAFFIC_FILE, type TrafficLine } from './traffic'

/** One call of the coordinator to its Codex server. */
export interface CodexCall {
  request: string
  tool: string
  prompt: string | null
  args: Json
  phase: AgentRun | null
  session: CodexSession | null
}

/** Runs looked at around a moment: one scheduler runs one scenario at a time. */
const NEARBY = 50

/**
 * The scenario a call was made for. The traffic names none: it is the one that ran at that moment, and of two within the
 * same second the one whose file the prompt names. `runs` stand in order of their start.
 */
export function scenarioOf(runs: readonly AgentRun[], at: string | null, prompt: string | null): AgentRun | null {
  const named = (run: AgentRun) => prompt !== null && namesFile(prompt, run.outputPath)
  if (at === null) return runs.find(named) ?? null
  const after = lastStarted(runs, at)
  const from = Math.max(0, after - NEARBY)
  // Whoever was passed over without an end ended when the next one began, at the latest.
  const running = runs.slice(from, after).filter((run, index) => {
    const end = run.endedAt ?? (run.passed ? (runs[from + index + 1]?.startedAt ?? null) : null)
    return end === null || end >= at
  })
  return running.findLast(named) ?? running.at(-1) ?? null
}

/** How many of the runs, which stand in order of their start, had begun at that moment. */
function lastStarted(runs: readonly AgentRun[], at: string): number {
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[middle]?.startedAt ?? '') <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** An entry in the transcript of the coordinator. */
export function coordinatorEntry(
  sessionKey: string,
  at: Pick<TrafficLine, 'at' | 'flags'> & { line: number; ref: string },
  parts: Pick<EntryRecord, 'entryKey' | 'type' | 'role' | 'text'> & Partial<EntryRecord>,
): EntryRecord {
  return {
    kind: 'entry',
    sessionKey,
    at: at.at,
    line: at.line,
    block: 0,
    title: null,
    tool: null,
    callKey: null,
    outcome: null,
    exitCode: null,
    usageKey: null,
    model: null,
    data: {},
    ref: at.ref,
    flags: at.flags,
    ...parts,
  }
}

const placeOf = ({ at, flags, seq, line }: TrafficLine) => ({
  at,
  flags,
  line: seq,
  ref: `${TRAFFIC_FILE} line ${line}`,
})

/** The call as the coordinator's transcript shows it. */
export function callEntry(sessionKey: string, call: CodexCall, traffic: TrafficLine): EntryRecord {
  return coordinatorEntry(sessionKey, placeOf(traffic), {
    entryKey: `call:${traffic.line}`,
    type: 'tool_call',
    role: 'assistant',
    tool: call.tool,
    title: firstLine(call.prompt),
    text: jsonText(call.args),
    callKey: `mcp:${call.request}`,
  })
}

/** What was answered to a call: its text, or why it failed. */
export function answerOf(message: Json): { text: string | null; error: string | null } {
  const result = objectOf(message, 'result')
  const protocol = objectOf(message, 'error')
  if (protocol !== null) return { text: null, error: textOf(protocol, 'message') ?? jsonText(protocol) }
  const own = fieldOf(result, 'error')
  if (own !== undefined && own !== null) return { text: null, error: typeof own === 'string' ? own : jsonText(own) }
  const texts = listOf(result, 'content').flatMap((part) => textOf(part, 'text') ?? [])
  const text = texts.length === 0 ? null : texts.join('\n')
  return fieldOf(result, 'isError') === true
    ? { text: null, error: text ?? 'no message was recorded' }
    : { text, error: null }
}

/** The answer as the coordinator's transcript shows it. */
export function answerEntry(sessionKey: string, call: CodexCall, message: Json, traffic: TrafficLine): EntryRecord {
  const { text, error } = answerOf(message)
  return coordinatorEntry(sessionKey, placeOf(traffic), {
    entryKey: `answer:${traffic.line}`,
    type: 'tool_result',
    role: 'tool',
    tool: call.tool,
    text: error ?? text,
    callKey: `mcp:${call.request}`,
    outcome: error === null ? 'ok' : 'failed',
  })
}

const ANSWERS: Record<string, ApprovalRecord['status']> = {
  approved: 'approved',
  approved_for_session: 'approved',
  accept: 'approved',
  denied: 'rejected',
  decline: 'rejected',
  abort: 'rejected',
  cancel: 'rejected',
}

/** A question that the server puts to a person by way of its client; pending until the answer stands in the traffic. */
export function approvalOf(params: Json | null, run: { runKey: string; phase: AgentRun | null }, asked: TrafficLine) {
  const approval: ApprovalRecord = {
    kind: 'approval',
    approvalKey: `${run.runKey}/${asked.line}`,
    runKey: run.runKey,
    phaseKey: run.phase?.phaseKey ?? null,
    type: 'approval',
    context: textOf(params, 'codex_elicitation') ?? 'elicitation',
    statusRaw: null,
    status: 'pending',
    requestedAt: asked.at,
    respondedAt: null,
    timeoutAt: null,
    method: null,
    reason: textOf(params, 'message'),
    updatedAt: asked.at,
    data: { command: fieldOf(params, 'codex_command') ?? null, cwd: textOf(params, 'codex_cwd') },
    ref: `${TRAFFIC_FILE} line ${asked.line}`,
    flags: asked.flags,
  }
  return approval
}

/** The same question with its answer. */
export function answered(approval: ApprovalRecord, message: Json, at: string | null): ApprovalRecord {
  const result = objectOf(message, 'result')
  const said = textOf(result, 'decision') ?? textOf(result, 'action')
  const known = said === null ? undefined : ANSWERS[said.toLowerCase()]
  const failed = objectOf(message, 'error') !== null
  const status = known ?? (failed ? 'error' : 'unknown')
  return { ...approval, statusRaw: said, status, respondedAt: at, updatedAt: at ?? approval.updatedAt }
}
