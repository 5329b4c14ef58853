import type { Output } from './envelope'
import { type Fields, listOf, objectOf, textOf } from './fields'
import { readProgramText } from './program-text'

/** What the program told the model beside the conversation: of no use to a reader. */
const SKIPPED = new Set(
  (
    'agent_listing_delta auto_mode auto_mode_exit command_permissions compact_file_reference context_usage date date_change ' +
    'deferred_tools_delta environment mcp_instructions_delta model output_style prompt_snapshot remote_session_change ' +
    'session_context skill_listing task_reminder task_status todo todo_reminder ultrathink_effort'
  ).split(' '),
)

/** Things that were laid beside the conversation; the title says which. */
const FILES: Record<string, string> = {
  edited_text_file: 'Changed meanwhile',
  file: 'Attached',
  directory: 'Attached',
  nested_memory: 'Rules read',
}

/**
 * An attachment: a queued prompt, a file, what a hook said.
 * @returns a person's words, null when it holds none
 */
export function readAttachment(record: Fields, output: Output): string | null {
  const attachment = objectOf(record['attachment'])
  const type = textOf(attachment?.['type'])
  if (attachment === null || type === null) {
    output.unknown('attachment without type', record)
    return null
  }
  if (SKIPPED.has(type)) return null
  const file = Object.hasOwn(FILES, type) ? FILES[type] : undefined
  if (file !== undefined) readFile(attachment, file, output)
  else if (type === 'queued_command') return readQueued(attachment, output)
  else if (type.startsWith('hook_') || type === 'async_hook_response') readHook(attachment, type, output)
  else if (type === 'plan_mode' || type === 'plan_mode_exit' || type === 'plan_mode_reentry')
    output.entry({ type: 'note', role: 'system', title: type === 'plan_mode_exit' ? 'Plan mode left' : 'Plan mode' })
  else if (type === 'diagnostics') readDiagnostics(attachment, output)
  else output.unknown(`attachment/${type}`, attachment)
  return null
}

function readFile(attachment: Fields, what: string, output: Output): void {
  const path = textOf(attachment['filename']) ?? textOf(attachment['displayPath']) ?? textOf(attachment['path'])
  output.entry({
    type: 'note',
    role: 'system',
    title: path === null ? what : `${what}: ${path}`,
    text: textOf(attachment['snippet']),
  })
}

/** What a person typed while the agent was at work. */
function readQueued(attachment: Fields, output: Output): string | null {
  const prompt = attachment['prompt']
  const blocks = listOf(prompt).flatMap((block) => textOf(objectOf(block)?.['text']) ?? [])
  const text = textOf(prompt) ?? textOf(blocks.join('\n'))
  if (text === null) return null
  const mode = textOf(attachment['commandMode'])
  const kind = textOf(objectOf(attachment['origin'])?.['kind'])
  const inserted = (mode !== null && mode !== 'prompt') || (kind !== null && kind !== 'human')
  if (readProgramText(text, output, inserted)) return null
  output.entry({ type: 'prompt', role: output.from.subAgent ? 'assistant' : 'person', text })
  return text
}

function readHook(attachment: Fields, type: string, output: Output): void {
  const said =
    type === 'hook_success' || type === 'async_hook_response'
      ? textOf(attachment['content'])
      : (textOf(attachment['stderr']) ??
        textOf(attachment['content']) ??
        textOf(attachment['blockingError']) ??
        textOf(objectOf(attachment['blockingError'])?.['blockingError']) ??
        listOf(attachment['content'])
          .flatMap((line) => textOf(line) ?? [])
          .join('\n'))
  if (said === null || said.trim() === '') return
  const hook = textOf(attachment['hookName']) ?? 'A hook'
  const failed = type.includes('error')
  output.entry({ type: 'note', role: 'system', title: failed ? `${hook} hook failed` : `${hook} hook`, text: said })
}

const DIAGNOSTICS_MAX = 50

function readDiagnostics(attachment: Fields, output: Output): void {
  const lines = listOf(attachment['files']).flatMap((value) => {
    const file = objectOf(value)
    return listOf(file?.['diagnostics']).flatMap((problem) => {
      const message = textOf(objectOf(problem)?.['message'])
      return message === null ? [] : [`${textOf(file?.['uri']) ?? 'a file'}: ${message}`]
    })
  })
  if (lines.length === 0) return
  const title = `${lines.length} ${lines.length === 1 ? 'problem' : 'problems'} reported by the editor`
  output.entry({ type: 'note', role: 'system', title, text: lines.slice(0, DIAGNOSTICS_MAX).join('\n') })
}
