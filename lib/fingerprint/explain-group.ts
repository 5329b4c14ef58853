import { HOLE, restoreDigits, shownTemplate } from './mask-characters'
import { headWords } from './shape-of'

/** A piece of a message: as it stands in the template, or masked there. */
export interface MessagePart {
  text: string
  masked: boolean
}

/**
 * A message laid on the template of its group: which of its parts are the template's and which were masked. Parts put
 * together are the head of the message that counts, with single blanks. Where the template does not fit (lists that
 * were folded), the rest of the message is one masked part.
 */
export function explainMessage(message: string, template: string): MessagePart[] {
  const line = headWords(message).join(' ')
  const pieces = template.split(HOLE).map(restoreDigits)
  const parts: MessagePart[] = []
  const add = (text: string, masked: boolean) => {
    if (text !== '') parts.push({ text, masked })
  }
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1
    const found = pieceAt(line, piece, at, isLast && line.endsWith(piece))
    if (found === -1 || (index === 0 && found !== 0)) break
    add(line.slice(at, found), true)
    add(piece, false)
    at = found + piece.length
  }
  add(line.slice(at), true)
  return parts
}

const pieceAt = (line: string, piece: string, from: number, atEnd: boolean) =>
  atEnd ? Math.max(from, line.length - piece.length) : line.indexOf(piece, from)

export interface NearTemplate {
  template: string
  /** Share of words that both have, 0 to 1. */
  likeness: number
}

const WORDS = /[\p{L}\p{N}_]+/gu
const wordsOf = (template: string) => new Set(shownTemplate(template).toLowerCase().match(WORDS) ?? [])

/** The templates with the most words in common, the likest first; itself is left out. */
export function nearestTemplates(template: string, others: Iterable<string>, limit: number): NearTemplate[] {
  const own = wordsOf(template)
  const near: NearTemplate[] = []
  for (const other of others) {
    if (other === template) continue
    const words = wordsOf(other)
    const shared = [...words].filter((word) => own.has(word)).length
    const likeness = shared === 0 ? 0 : shared / (own.size + words.size - shared)
    if (likeness > 0) near.push({ template: other, likeness })
  }
  return near.sort((a, b) => b.likeness - a.likeness || (a.template < b.template ? -1 : 1)).slice(0, limit)
}
