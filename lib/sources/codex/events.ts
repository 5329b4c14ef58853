import type { CanonicalRecord, SessionLinkRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import type { LineResult } from '@/lib/sources/reader'
import { callEnd } from './call-end'
import { firstLine, integerOf, type Json, objectOf, textOf } from './json-value'
import { entryOf, failureOf, type LineContext } from './line-context'
import type { ThreadState } from './thread-state'
import { remember } from './thread-state'
import { rateLimitsOf, usageOf } from './usage-count'

type Handler = (payload: Json, line: LineContext, state: ThreadState) => LineResult

const NOTHING: LineResult = { records: [] }
const nothing: Handler = () => NOTHING

/** Said again by an item, or a matter of the screen: known, and left out on purpose. */
const SAID_ELSEWHERE = [
  'user_message',
  'agent_message',
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'agent_reasoning_section_break',
  'web_search_begin',
  'web_search_end',
  'image_generation_end',
  'view_image_tool_call',
  'exec_command_begin',
  'exec_command_output_delta',
  'exec_approval_request',
  'apply_patch_approval_request',
  'patch_apply_begin',
  'patch_apply_updated',
  'mcp_tool_call_begin',
  'terminal_interaction',
  'turn_diff',
  'plan_update',
  'plan_delta',
  'dynamic_tool_call_request',
  'dynamic_tool_call_response',
  'thread_goal_updated',
  'context_compacted',
  'session_configured',
  'shutdown_complete',
  'background_event',
  'item_started',
  'hook_started',
  'hook_completed',
  'guardian_assessment',
  'collab_agent_spawn_begin',
  'collab_agent_interaction_begin',
  'collab_agent_interaction_end',
  'collab_waiting_begin',
  'collab_waiting_end',
  'collab_close_begin',
  'collab_close_end',
  'collab_resume_begin',
  'collab_resume_end',
]

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...SAID_ELSEWHERE.map((name): [string, Handler] => [name, nothing]),
  ['token_count', tokenCount],
  ['task_started', turnState('running')],
  ['turn_started', turnState('running')],
  ['task_complete', turnState('succeeded')],
  ['turn_complete', turnState('succeeded')],
  ['turn_aborted', aborted],
  ['exec_command_end', callEnded],
  ['patch_apply_end', callEnded],
  ['mcp_tool_call_end', callEnded],
  ['item_completed', itemCompleted],
  ['thread_settings_applied', settingsApplied],
  ['thread_name_updated', named],
  ['collab_agent_spawn_end', spawned],
  ['sub_agent_activity', activity],
  ['error', failed('error')],
  ['stream_error', failed('retry')],
  ['warning', noted],
  ['guardian_warning', noted],
  ['deprecation_notice', noted],
  ['model_reroute', noted],
  ['entered_review_mode', noted],
  ['exited_review_mode', noted],
  ['thread_rolled_back', noted],
])

/** What an event adds; null when it is of a kind that is not known. */
export function eventMessage(payload: Json, line: LineContext, state: ThreadState): LineResult | null {
  const kind = textOf(payload, 'type')
  const handler = kind === null ? undefined : HANDLERS.get(kind)
  return handler === undefined ? null : handler(payload, line, state)
}

/** Events that matter even while copied history goes by. */
export function isCount(payload: Json): boolean {
  return payload['type'] === 'token_count'
}

function tokenCount(payload: Json, line: LineContext, state: ThreadState): LineResult {
  const limits = rateLimitsOf(payload)
  if (limits !== null) state.settings['rateLimits'] = limits
  const window = integerOf(objectOf(payload, 'info'), 'model_context_window')
  if (window !== null) state.settings['contextWindow'] = window
  return usageOf(payload, line, state)
}

function turnState(status: Status): Handler {
  return (payload, _line, state) => {
    state.status = status
    state.statusRaw = textOf(payload, 'type')
    state.turnId = textOf(payload, 'turn_id') ?? state.turnId
    return NOTHING
  }
}

function aborted(payload: Json, line: LineContext, state: ThreadState): LineResult {
  const reason = textOf(payload, 'reason')
  state.status = 'stopped'
  state.statusRaw = reason === null ? 'turn_aborted' : `turn_aborted: ${reason.slice(0, 100)}`
  const entryKey = `aborted:${textOf(payload, 'turn_id') ?? line.place}`
  return {
    records: [
      entryOf(line, state, { entryKey, type: 'interruption', role: 'person', title: reason ?? 'turn aborted' }),
    ],
  }
}

/** The result follows as an item: what the event knows better is kept for it, so that one call shows once. */
function callEnded(payload: Json, _line: LineContext, state: ThreadState): LineResult {
  const callKey = textOf(payload, 'call_id')
  if (callKey !== null) remember(state.ends, callKey, callEnd(payload))
  return NOTHING
}

const ITEM_CALLS = new Set(['CommandExecution', 'FileChange', 'McpToolCall', 'DynamicToolCall'])

/** 0.169 writes one event for all that is completed; nearly all of it stands in an item as well. */
function itemCompleted(payload: Json, line: LineContext, state: ThreadState): LineResult {
  const item = objectOf(payload, 'item')
  const kind = textOf(item, 'type')
  if (item === null || kind === null) return NOTHING
  if (ITEM_CALLS.has(kind)) {
    const callKey = textOf(item, 'id')
    if (callKey !== null) remember(state.ends, callKey, callEnd(item))
  }
  if (kind === 'SubAgentActivity') return activity(item, line, state)
  if (kind !== 'Plan') return NOTHING
  const entryKey = textOf(item, 'id') ?? `line:${line.place}`
  return {
    records: [
      entryOf(line, state, { entryKey, type: 'note', role: 'assistant', title: 'plan', text: textOf(item, 'text') }),
    ],
  }
}

function settingsApplied(payload: Json, _line: LineContext, state: ThreadState): LineResult {
  const settings = objectOf(payload, 'thread_settings')
  if (settings !== null) applySettings(settings, state)
  return NOTHING
}

const SETTINGS: readonly [field: string, name: string][] = [
  ['effort', 'effort'],
  ['reasoning_effort', 'effort'],
  ['approval_policy', 'approvalPolicy'],
  ['collaboration_mode_kind', 'collaborationMode'],
]

/** Settings of a turn or of the thread: those that were given stand until others come. */
export function applySettings(from: Json, state: ThreadState): void {
  state.cwd = textOf(from, 'cwd') ?? state.cwd
  for (const [field, name] of SETTINGS) {
    const value = textOf(from, field)
    if (value !== null) state.settings[name] = value
  }
  const sandbox = objectOf(from, 'sandbox_policy')
  const policy = textOf(sandbox, 'type') ?? textOf(sandbox, 'mode') ?? textOf(from, 'sandbox_policy')
  if (policy !== null) state.settings['sandboxPolicy'] = policy
  const tier = textOf(from, 'service_tier')
  if (tier !== null) state.serviceTier = tier
}

function named(payload: Json, _line: LineContext, state: ThreadState): LineResult {
  state.threadName = firstLine(textOf(payload, 'thread_name') ?? textOf(payload, 'name')) ?? state.threadName
  return NOTHING
}

/** A parent's link to its sub-agent; the sub-agent's own file says the same. */
export function subAgentLink(
  parent: string,
  child: string,
  line: LineContext,
  detail: string | null,
): SessionLinkRecord {
  return {
    kind: 'sessionLink',
    fromKey: parent,
    toKey: child,
    type: 'sub-agent',
    at: line.at,
    detail,
    ref: line.ref,
    flags: [],
  }
}

function spawned(payload: Json, line: LineContext, state: ThreadState): LineResult {
  const child = textOf(payload, 'new_thread_id')
  const detail = textOf(payload, 'new_agent_nickname') ?? textOf(payload, 'new_agent_role')
  return child === null || state.own === null || child === state.own
    ? NOTHING
    : { records: [subAgentLink(state.own, child, line, detail)] }
}

function activity(payload: Json, line: LineContext, state: ThreadState): LineResult {
  const child = textOf(payload, 'agent_thread_id')
  return textOf(payload, 'kind') !== 'started' || child === null || state.own === null || child === state.own
    ? NOTHING
    : { records: [subAgentLink(state.own, child, line, textOf(payload, 'agent_path'))] }
}

function failed(type: 'error' | 'retry'): Handler {
  return (payload, line, state) => {
    const text = textOf(payload, 'message')
    const outcome = type === 'error' ? 'failed' : null
    const entry = entryOf(line, state, { entryKey: `line:${line.place}`, type, role: 'system', text, outcome })
    const records: CanonicalRecord[] = [entry]
    if (type === 'error') records.push(failureOf(entry, state, 'error'))
    return { records }
  }
}

function noted(payload: Json, line: LineContext, state: ThreadState): LineResult {
  const text = textOf(payload, 'message') ?? textOf(payload, 'summary') ?? textOf(payload, 'user_facing_hint')
  const title = (textOf(payload, 'type') ?? 'note').replaceAll('_', ' ')
  return {
    records: [entryOf(line, state, { entryKey: `line:${line.place}`, type: 'note', role: 'system', title, text })],
  }
}
