import { type Fields, firstLine, listOf, objectOf, textOf } from './fields'

const TITLE_MAX = 200

/** What says most about a call, in this order. */
const TELLING = [
  'file_path',
  'notebook_path',
  'command',
  'pattern',
  'url',
  'query',
  'description',
  'subject',
  'skill',
  'path',
  'prompt',
  'message',
] as const

/** One line that says what a call is about: its file, command, pattern or description. */
export function callTitle(input: Fields | null): string | null {
  if (input === null) return null
  for (const name of TELLING) {
    const line = firstLine(textOf(input[name]), TITLE_MAX)
    if (line !== null) return line
  }
  const [question] = listOf(input['questions'])
  return firstLine(textOf(objectOf(question)?.['question']), TITLE_MAX)
}
