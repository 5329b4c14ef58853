import type { EntryRecord } from '@/lib/model/records'
import { firstLine, type Json, listOf, textOf } from './json-value'
import { entryOf, type LineContext } from './line-context'
import type { ThreadState } from './thread-state'
import { textAndPictures } from './tool-output'

/** What the program puts into a conversation in the name of the user: no person wrote it. */
const HARNESS =
  /^\s*(?:<(environment_context|user_instructions|permissions instructions|skills_instructions|plugins_instructions|apps_instructions|collaboration_mode|app-context|subagent_notification|turn_aborted|skill|user_shell_command|user_action|model_switch|personality_spec|INSTRUCTIONS|developer_instructions|tools|realtime_conversation|memor(?:y|ies)|hook_[a-z_]+|system[-_]reminder|agents_md|multi_agent[a-z_]*|git_attribution)\b|# (AGENTS\.md instructions)\b)/
/** Marks around a picture. */
const PICTURE_MARK = /^<\/?image\b[^>]{0,200}>$/

/** A message as entries: the words of a person or the model, and what the program added as notes. */
export function messageEntries(item: Json, line: LineContext, state: ThreadState): EntryRecord[] {
  const key = textOf(item, 'id') ?? `line:${line.place}`
  const content = contentOf(item).filter((part) => !PICTURE_MARK.test(textOf(part, 'text')?.trim() ?? ''))
  const entries =
    item['role'] === 'assistant'
      ? spoken(content, key, line, state)
      : item['role'] === 'user'
        ? prompted(content, key, line, state)
        : [note({ entryKey: key, text: textAndPictures(content).text, about: roleOf(item) }, line, state)]
  const { pictures } = textAndPictures(content)
  pictures.forEach(({ title }, index) => {
    const block = content.length + index
    const role = item['role'] === 'assistant' ? 'assistant' : 'person'
    entries.push(entryOf(line, state, { entryKey: `${key}/image${index}`, block, type: 'image', role, title }))
  })
  return entries.filter((entry) => entry.type === 'image' || entry.text !== null)
}

const roleOf = (item: Json) => `${textOf(item, 'role')?.slice(0, 40) ?? 'system'} message`

function contentOf(item: Json): readonly unknown[] {
  const text = textOf(item, 'content')
  return text === null ? listOf(item, 'content') : [{ type: 'text', text }]
}

function spoken(content: readonly unknown[], key: string, line: LineContext, state: ThreadState): EntryRecord[] {
  return [entryOf(line, state, { entryKey: key, type: 'text', role: 'assistant', text: textAndPictures(content).text })]
}

function prompted(content: readonly unknown[], key: string, line: LineContext, state: ThreadState): EntryRecord[] {
  const entries: EntryRecord[] = []
  const words: unknown[] = []
  content.forEach((part, index) => {
    const text = textOf(part, 'text')
    const harness = text === null ? null : HARNESS.exec(text.slice(0, 200))
    if (harness)
      entries.push(
        note(
          { entryKey: `${key}/${index}`, block: index + 1, text, about: harness[1] ?? harness[2] ?? 'note' },
          line,
          state,
        ),
      )
    else if (text !== null) words.push(part)
  })
  const { text } = textAndPictures(words)
  if (text === null) return entries
  state.firstPrompt ??= firstLine(request(text), PROMPT_MAX)
  return [entryOf(line, state, { entryKey: key, type: 'prompt', role: 'person', text }), ...entries]
}

const PROMPT_MAX = 120

/** An editor puts what is open in it before the request. */
function request(text: string): string {
  const mark = '## My request for Codex:'
  const at = text.startsWith('# Context from my IDE setup') ? text.slice(0, 100_000).indexOf(mark) : -1
  return at === -1 ? text : text.slice(at + mark.length)
}

type NoteParts = Pick<EntryRecord, 'entryKey' | 'text'> & { about: string; block?: number }

function note({ about, ...parts }: NoteParts, line: LineContext, state: ThreadState): EntryRecord {
  return entryOf(line, state, { ...parts, type: 'note', role: 'system', title: about.replaceAll('_', ' ') })
}

/** What another agent wrote to this one. */
export function agentMessage(item: Json, line: LineContext, state: ThreadState): EntryRecord[] {
  const { text } = textAndPictures(contentOf(item))
  if (text === null) return []
  const about = `message from ${textOf(item, 'author') ?? 'another agent'}`.slice(0, 200)
  return [note({ entryKey: textOf(item, 'id') ?? `line:${line.place}`, text, about }, line, state)]
}
