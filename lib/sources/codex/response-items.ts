import type { CanonicalRecord, EntryRecord } from '@/lib/model/records'
import type { LineResult } from '@/lib/sources/reader'
import { firstLine, type Json, listOf, textOf } from './json-value'
import { entryOf, failureOf, type LineContext } from './line-context'
import { agentMessage, messageEntries } from './messages'
import type { ThreadState } from './thread-state'
import { recall, remember } from './thread-state'
import { toolCall } from './tool-call'
import { toolOutput } from './tool-output'

/** Items that are no part of what was said or done. */
const SILENT = new Set(['ghost_snapshot', 'additional_tools', 'compaction_trigger'])

/** What the model saw or said, as entries. Null when the item is of a kind that is not known. */
export function responseItem(item: Json, line: LineContext, state: ThreadState): LineResult | null {
  const kind = item['type']
  if (kind === 'message') {
    if (item['role'] === 'assistant') state.answered = true
    return { records: messageEntries(item, line, state) }
  }
  if (kind === 'agent_message') return { records: agentMessage(item, line, state) }
  if (kind === 'reasoning') return { records: reasoning(item, line, state) }
  if (kind === 'compaction' || kind === 'context_compaction' || kind === 'compaction_summary') return { records: [] }
  if (typeof kind === 'string' && SILENT.has(kind)) return { records: [] }
  if (typeof kind === 'string' && kind.endsWith('_output')) return { records: result(item, line, state) }
  const records = call(item, line, state)
  return records === null ? null : { records }
}

function reasoning(item: Json, line: LineContext, state: ThreadState): EntryRecord[] {
  state.answered = true
  const parts = [...listOf(item, 'summary'), ...listOf(item, 'content')].flatMap((part) => textOf(part, 'text') ?? [])
  const hidden = textOf(item, 'encrypted_content') !== null
  if (parts.length === 0 && !hidden) return []
  const text = parts.length === 0 ? null : parts.join('\n\n')
  return [
    entryOf(line, state, {
      entryKey: textOf(item, 'id') ?? `line:${line.place}`,
      type: 'thinking',
      role: 'assistant',
      title: text === null ? 'encrypted' : firstLine(text.replace(/^\*\*(.+?)\*\*$/m, '$1')),
      text,
    }),
  ]
}

function call(item: Json, line: LineContext, state: ThreadState): EntryRecord[] | null {
  const made = toolCall(item)
  if (made === null) return null
  state.answered = true
  const { tool, title, text, callKey } = made
  if (callKey !== null) remember(state.calls, callKey, { tool, title })
  const entryKey = callKey === null ? `line:${line.place}` : `call:${callKey}`
  return [entryOf(line, state, { entryKey, type: 'tool_call', role: 'assistant', tool, title, text, callKey })]
}

function result(item: Json, line: LineContext, state: ThreadState): CanonicalRecord[] {
  const callKey = textOf(item, 'call_id')
  const open = callKey === null ? null : recall(state.calls, callKey)
  const end = callKey === null ? null : recall(state.ends, callKey)
  const tool = open?.tool ?? null
  const found = item['type'] === 'tool_search_output' ? foundTools(item) : item['output']
  const { text, pictures, outcome, exitCode, running } = toolOutput(found, tool, end)
  const entryKey = callKey === null ? `line:${line.place}` : `result:${callKey}`
  const data: Json = end?.durationMs == null ? {} : { durationMs: end.durationMs }
  const title = running === null ? null : `running in session ${running}`
  const entry = entryOf(line, state, {
    entryKey,
    type: 'tool_result',
    role: 'tool',
    title,
    text,
    tool,
    callKey,
    outcome,
    exitCode,
    data,
  })
  const images = pictures.map((picture, index) =>
    entryOf(line, state, {
      entryKey: `${entryKey}/${index + 1}`,
      block: index + 1,
      type: 'image',
      role: 'tool',
      title: picture.title,
      tool,
      callKey,
    }),
  )
  return [entry, ...images, ...(outcome === 'failed' ? [failureOf(entry, state, 'tool_error')] : [])]
}

/** The names of the tools that a search brought: their descriptions are long and say nothing new. */
function foundTools(item: Json): string | null {
  const names = listOf(item, 'tools').flatMap((tool) => textOf(tool, 'name') ?? [])
  return names.length === 0 ? null : names.join('\n')
}
