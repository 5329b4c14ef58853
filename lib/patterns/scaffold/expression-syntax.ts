import type { ScaffoldLanguage } from './scaffold-input'

/*
 * What the proposed expressions are made of: the part of both languages' syntax that means the same in both. Classes such
 * as `\s` and `\w` and the anchors are left out, because they do not. All output is printable ASCII.
 */

const SYNTAX = /[\^$\\.*+?()[\]{}|]/
const hex = (code: number, width: number) => code.toString(16).padStart(width, '0')

/** One character that stands for itself: in a raw Python string between double quotes, or in a TypeScript `/…/u`. */
function literal(char: string, language: ScaffoldLanguage): string {
  const code = char.codePointAt(0) ?? 0
  if (SYNTAX.test(char)) return `\\${char}`
  if (char === '"' && language === 'python') return '\\"'
  if (char === '/' && language === 'typescript') return '\\/'
  if (code >= 0x20 && code < 0x7f) return char
  if (code <= 0xff) return `\\x${hex(code, 2)}`
  if (code <= 0xffff) return `\\u${hex(code, 4)}`
  return language === 'python' ? `\\U${hex(code, 8)}` : `\\u{${hex(code, 1)}}`
}

const literals = (text: string, language: ScaffoldLanguage) =>
  Array.from(text, (char) => literal(char, language)).join('')

/** Blanks between words; a console may have wrapped the line there. */
const gap = (most = 40) => `[ \\t\\r\\n]{1,${most}}`

/** Masks write dots with blanks around them, a key's digits as `#`. */
const TEMPLATE_TOKENS = / *(?<!\.)\.\.(?!\.) *| +|#(?=[\w.#-]*=)/g
/** Short numbers are kept: an exit code or a status is what the message is about. */
const DIGITS_AND_BLANKS = /[ \t]+|[0-9]{4,}/g

function replaced(text: string, tokens: RegExp, token: (found: string) => string, language: ScaffoldLanguage): string {
  let [source, at] = ['', 0]
  for (const { 0: found, index } of text.matchAll(tokens)) {
    source += literals(text.slice(at, index), language) + token(found)
    at = index + found.length
  }
  return source + literals(text.slice(at), language)
}

/** A piece of a template between two holes. */
export const templatePiece = (piece: string, language: ScaffoldLanguage): string =>
  replaced(
    piece,
    TEMPLATE_TOKENS,
    (token) =>
      token.startsWith('#') ? '[#0-9]{1,20}' : token.trim() === '' ? gap() : '[ \\t]{0,40}\\.{2,40}[ \\t]{0,40}',
    language,
  )

/** A text as it stands, with other long numbers and other blanks allowed. */
export const samplePiece = (line: string, language: ScaffoldLanguage): string =>
  replaced(
    line,
    DIGITS_AND_BLANKS,
    (token) => (/[0-9]/.test(token) ? `[0-9]{1,${Math.max(20, token.length)}}` : gap(Math.max(40, token.length))),
    language,
  )

/** Edges of a line, the same in both languages whatever their flags. */
export const LINE_START = '(?<![^\\r\\n])[ \\t]{0,40}'
export const LINE_END = '[ \\t]{0,40}(?![^\\r\\n])'
export const WORD_START = '(?<![A-Za-z0-9_])'

/** Whatever a template masks, up to what follows: the last hole of an expression. */
export const LAST_HOLE = '[^\\n]{0,400}?'

/**
 * A hole with the piece behind it, at its first place and never tried again at another: with many holes each of which could
 * try 400 places, the cost would be the product of all of them.
 * @param number which of these in the expression it is, from 1
 */
export const holeBefore = (piece: string, number: number, language: ScaffoldLanguage): string =>
  language === 'python' ? `(?>${LAST_HOLE}${piece})` : `(?=(${LAST_HOLE}${piece}))\\${number}`
