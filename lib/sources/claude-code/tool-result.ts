import type { EntryOutcome } from '@/lib/model/records'
import { type Fields, listOf, numberOf, objectOf, textOf } from './fields'

/** The text of a result: a string, or the text blocks of a list; null when there is none. */
export function resultText(content: unknown): string | null {
  if (typeof content === 'string') return textOf(content)
  const texts: string[] = []
  for (const value of listOf(content)) {
    const block = objectOf(value)
    const text = textOf(block?.['text']) ?? textOf(block?.['tool_name'])
    if (text !== null) texts.push(text)
  }
  return texts.length === 0 ? null : texts.join('\n')
}

const HEAD = 400

/** How a refusal begins, by a person or by the rules a person set. */
const DENIALS = [
  "The user doesn't want to ",
  'Permission for this action was denied',
  'Permission for this action has been denied',
  'User rejected tool use',
  'Error: User rejected tool use',
]

/** Said at the beginning, or after the exit code of what was killed. */
const INTERRUPTIONS = ['[Request interrupted by user', 'Interrupted by user', 'Request was aborted']

const CUT_SHORT = new Set(['aborted', 'cancelled', 'interrupted', 'killed'])

/** How a tool call ended, and the exit code where the text names one. */
export function outcomeOf(
  block: Fields,
  record: Fields,
  text: string | null,
): { outcome: EntryOutcome; exitCode: number | null } {
  const head = withoutTag((text ?? '').slice(0, HEAD))
  const exitCode = block['is_error'] === true ? exitCodeIn(head) : null
  return { outcome: endOf(block, record, head, text ?? ''), exitCode }
}

function endOf(block: Fields, record: Fields, head: string, text: string): EntryOutcome {
  const told = objectOf(record['toolUseResult'])
  if (textOf(record['toolDenialKind']) !== null) return 'denied'
  if (told?.['interrupted'] === true) return 'interrupted'
  const status = textOf(told?.['status'])
  if (status !== null && CUT_SHORT.has(status)) return 'interrupted'
  if (block['is_error'] !== true) return 'ok'
  if (isDenial(head, text)) return 'denied'
  const said = head.replace(EXIT_CODE, '').trimStart()
  return INTERRUPTIONS.some((start) => said.startsWith(start)) ? 'interrupted' : 'failed'
}

function isDenial(head: string, text: string): boolean {
  // The command that was refused stands between these words, however long it is.
  if (head.startsWith('Permission to use ')) return text.includes('has been denied')
  if (DENIALS.some((start) => head.startsWith(start))) return true
  if (head.startsWith('Claude requested permissions to ')) return head.includes("haven't granted")
  if (head.startsWith('Hook ')) return head.includes('denied this tool')
  return head.includes(' was blocked. For security, ')
}

const withoutTag = (head: string) =>
  head.startsWith('<tool_use_error>') ? head.slice(16).trimStart() : head.trimStart()

const EXIT_CODE = /^(?:Error: )?Exit code (-?\d{1,9})\b/

function exitCodeIn(head: string): number | null {
  const match = EXIT_CODE.exec(head)
  return match ? numberOf(Number(match[1])) : null
}
