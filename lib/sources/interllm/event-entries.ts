import type { EntryRecord } from '@/lib/model/records'
import { firstLine, integerOf, type Json, objectOf, textOf } from '@/lib/sources/codex/json-value'
import { entryOf, type LineContext } from '@/lib/sources/codex/line-context'
import type { ThreadState } from '@/lib/sources/codex/thread-state'
import { jsonText } from '@/lib/sources/json-text'

type Parts = Parameters<typeof entryOf>[2]

/**
 * What an event shows, for servers that send no response items: the same words stand in both, and only one of the two may
 * show them.
 */
export function eventEntry(msg: Json, line: LineContext, state: ThreadState): EntryRecord | null {
  const parts = partsOf(msg, line)
  if (parts === null) return null
  if (parts.type === 'prompt') state.firstPrompt ??= firstLine(parts.text ?? null, 120)
  return entryOf(line, state, parts)
}

function partsOf(msg: Json, line: LineContext): Parts | null {
  const entryKey = `line:${line.place}`
  switch (msg['type']) {
    case 'user_message':
      return { entryKey, type: 'prompt', role: 'person', text: textOf(msg, 'message') }
    case 'agent_message':
      return { entryKey, type: 'text', role: 'assistant', text: textOf(msg, 'message') }
    case 'agent_reasoning':
      return { entryKey, type: 'thinking', role: 'assistant', text: textOf(msg, 'text') }
    case 'exec_command_begin':
      return callParts(msg, 'exec_command', commandOf(msg))
    case 'patch_apply_begin':
      return callParts(msg, 'apply_patch', Object.keys(objectOf(msg, 'changes') ?? {}).join(', '))
    case 'mcp_tool_call_begin':
      return callParts(msg, textOf(objectOf(msg, 'invocation'), 'tool') ?? 'mcp tool', null)
    case 'exec_command_end':
    case 'patch_apply_end':
      return resultParts(msg)
    default:
      return null
  }
}

function commandOf(msg: Json): string | null {
  const command = msg['command']
  if (!Array.isArray(command)) return textOf(msg, 'command')
  return command.filter((word) => typeof word === 'string').join(' ')
}

function callParts(msg: Json, tool: string, subject: string | null): Parts | null {
  const callKey = textOf(msg, 'call_id')
  if (callKey === null) return null
  const text = jsonText(msg['command'] ?? msg['changes'] ?? msg['invocation'] ?? null)
  const title = firstLine(subject)
  return { entryKey: `call:${callKey}`, type: 'tool_call', role: 'assistant', tool, title, text, callKey }
}

function resultParts(msg: Json): Parts | null {
  const callKey = textOf(msg, 'call_id')
  if (callKey === null) return null
  const exitCode = integerOf(msg, 'exit_code')
  const failed = exitCode === null ? msg['success'] === false : exitCode !== 0
  const text = textOf(msg, 'aggregated_output') ?? textOf(msg, 'stderr') ?? textOf(msg, 'stdout')
  const outcome = failed ? 'failed' : 'ok'
  return { entryKey: `result:${callKey}`, type: 'tool_result', role: 'tool', text, callKey, outcome, exitCode }
}
