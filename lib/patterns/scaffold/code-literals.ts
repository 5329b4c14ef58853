import { oneLine } from '@/lib/patterns/markdown-text'

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' }
const hex = (code: number, width: number) => code.toString(16).padStart(width, '0')
const isPlain = (code: number) => code >= 0x20 && code < 0x7f

/** A text as a Python string between double quotes: printable ASCII, on one line, the same text for Python. */
export function pythonString(text: string): string {
  const inner = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (NAMED[char] !== undefined) return NAMED[char]
    if (isPlain(code)) return char
    return code <= 0xff ? `\\x${hex(code, 2)}` : code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
  })
  return `"${inner.join('')}"`
}

/** The same for TypeScript and for JSON, whose escapes are all known to both. */
export function quotedString(text: string): string {
  const inner = Array.from({ length: text.length }, (_, at) => {
    const [char, code] = [text.charAt(at), text.charCodeAt(at)]
    return NAMED[char] ?? (isPlain(code) ? char : `\\u${hex(code, 4)}`)
  })
  return `"${inner.join('')}"`
}

/** A text within a comment: on its one line, printable ASCII, cut. */
export const commentText = (text: string, max = 160): string => quotedString(oneLine(text, max)).slice(1, -1)
