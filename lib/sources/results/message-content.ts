import { isObject } from '@/lib/sources/codex/json-value'
import { jsonText } from '@/lib/sources/json-text'

const PARTS_MAX = 10_000

/** The text of a message: a string, or parts of which some are text; what is none is named. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (content === null || content === undefined) return ''
  if (!Array.isArray(content)) return isObject(content) ? jsonText(content) : String(content)
  return content
    .slice(0, PARTS_MAX)
    .map(partText)
    .filter((text) => text !== '')
    .join('\n')
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part
  if (!isObject(part)) return ''
  const text = part['text'] ?? part['content']
  if (typeof text === 'string') return text
  return typeof part['type'] === 'string' ? `(${part['type'].slice(0, 50)})` : ''
}
