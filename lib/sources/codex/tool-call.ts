import { jsonText } from '@/lib/sources/json-text'
import { fieldOf, firstLine, isObject, type Json, listOf, textOf } from './json-value'

/** A call as it is shown: what was called, with what, and one line that says it. */
export interface ToolCall {
  tool: string
  title: string | null
  text: string | null
  callKey: string | null
}

const COMMAND_FIELDS = ['cmd', 'command', 'chars']
const SUBJECT_FIELDS = ['path', 'file_path', 'query', 'url', 'pattern', 'message', 'prompt', 'explanation', 'q']
/** Longer arguments are shown as they are written, without a look for their subject. */
const PARSED_MAX = 200_000

/** A call of any kind as one shape; null when the item is none. */
export function toolCall(item: Json): ToolCall | null {
  const callKey = textOf(item, 'call_id') ?? textOf(item, 'id')
  const name = textOf(item, 'name')
  switch (item['type']) {
    case 'function_call':
      return { callKey, tool: nameIn(item, name ?? 'function'), ...argumentsOf(item['arguments']) }
    case 'custom_tool_call':
      return { callKey, tool: nameIn(item, name ?? 'custom tool'), ...inputOf(item['input']) }
    case 'local_shell_call':
      return { callKey, tool: 'local_shell', ...argumentsOf(fieldOf(item, 'action')) }
    case 'tool_search_call':
      return { callKey, tool: 'tool_search', ...argumentsOf(item['arguments']) }
    case 'web_search_call':
      return { callKey, tool: 'web_search', ...argumentsOf(fieldOf(item, 'action')) }
    case 'image_generation_call':
      return { callKey, tool: 'image_generation', title: firstLine(textOf(item, 'revised_prompt')), text: null }
    default:
      return null
  }
}

function nameIn(item: Json, name: string): string {
  const namespace = textOf(item, 'namespace')
  return namespace === null ? name : `${namespace}.${name}`
}

function argumentsOf(raw: unknown): Pick<ToolCall, 'title' | 'text'> {
  if (isObject(raw)) return { title: subjectOf(raw), text: jsonText(raw) }
  if (typeof raw !== 'string') return { title: null, text: null }
  if (raw.length > PARSED_MAX) return { title: null, text: raw }
  try {
    const value: unknown = JSON.parse(raw)
    return { title: isObject(value) ? subjectOf(value) : firstLine(raw), text: raw }
  } catch {
    return { title: firstLine(raw), text: raw }
  }
}

/** The command line, or whatever the call is about. */
function subjectOf(args: Json): string | null {
  for (const name of COMMAND_FIELDS) {
    const command = commandLine(args[name])
    if (command !== null) return firstLine(command)
  }
  for (const name of SUBJECT_FIELDS) {
    const subject = textOf(args, name)
    if (subject !== null) return firstLine(subject)
  }
  const first = listOf(args, 'queries')[0]
  return typeof first === 'string' ? firstLine(first) : null
}

/** `["bash", "-lc", "ls"]` is `ls`; what else is a list is joined. */
function commandLine(command: unknown): string | null {
  if (typeof command === 'string') return command.trim() === '' ? null : command
  if (!Array.isArray(command)) return null
  const words = command.filter((word) => typeof word === 'string')
  const [, option, script] = words
  return words.length === 3 && /^-l?c$/.test(option ?? '') && script !== undefined ? script : words.join(' ')
}

const PATCHED = /^\*\*\* (Add|Update|Delete) File: (.+)$/gm
const SHOWN_FILES = 3

function inputOf(raw: unknown): Pick<ToolCall, 'title' | 'text'> {
  if (typeof raw !== 'string') return argumentsOf(raw)
  if (!raw.startsWith('*** Begin Patch')) return { title: firstLine(raw), text: raw }
  const files = [...raw.slice(0, PARSED_MAX).matchAll(PATCHED)].map((match) => match[2]?.trim() ?? '')
  const more = files.length > SHOWN_FILES ? ` +${files.length - SHOWN_FILES}` : ''
  return { title: files.length === 0 ? null : `${files.slice(0, SHOWN_FILES).join(', ')}${more}`, text: raw }
}
