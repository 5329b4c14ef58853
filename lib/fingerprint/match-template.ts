import { headWords } from './shape-of'

/** What stands for any text in a template that an operator wrote. */
export const WILD = '<*>'

/**
 * Whether a message is one of a template with `<*>` for what may differ. Words are compared as shapes see them: single
 * blanks, no colours, the head of the message. Linear in the length of the message.
 */
export function matchesTemplate(message: string, template: string): boolean {
  const line = headWords(message).join(' ')
  const pieces = template.trim().replace(/ +/g, ' ').split(WILD)
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return line === first
  if (!line.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = line.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return line.length - last.length >= at && line.endsWith(last)
}

/** The longest word of a template that every message of it holds; empty when it has none. */
export function surestWord(template: string): string {
  const words = template.split(/\s+/).flatMap((word) => (word.includes(WILD) ? word.split(WILD) : [word]))
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '')
}
