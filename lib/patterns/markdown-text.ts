import { cleanText } from '@/lib/fingerprint/clean-text'

/** What is read of a text for every character that is shown: colours and blanks may fill its head. */
const READ_FACTOR = 8
const LINE_MAX = 500
const LINE_ENDS = /\r\n|[\n\r\u2028\u2029]/
/**
 * What means something within a line. With a backslash in front each is a character and nothing else; an underscore within
 * a word is one already, and `http_503` stays readable.
 */
const MARKUP = /[\\`*[\]{}<>#|~$]|&(?=[#A-Za-z])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g
/** What some readers make a link of without being asked. */
const BARE_LINK = /:(?=\/\/)|(?<=www)\./gi
/** At its start a text could be a list, or a rule. */
const LIST_MARK = /^[-+]|(?<=^\d{1,20})[.)]/
const CUT = '…'

/** One line of at most so many characters, without colours, controls and marks that reorder text; "…" where it was cut. */
export function oneLine(text: string, max = LINE_MAX): string {
  const read = text.slice(0, max * READ_FACTOR)
  const clean = cleanText(read).replace(/ {2,}/g, ' ').trim()
  if (clean.length <= max && read.length === text.length) return clean
  // Half of a pair at the cut would be no character.
  return clean.slice(0, max).replace(/[\ud800-\udbff]$/, '') + CUT
}

/** Text from outside as text of a Markdown line: no markup, no link, no line of its own. */
export const plainText = (text: string, max?: number): string =>
  oneLine(text, max).replace(MARKUP, '\\$&').replace(BARE_LINK, '\\$&').replace(LIST_MARK, '\\$&')

/** Text from outside as a code span, its fence longer than any row of backticks in it. Not for tables: a bar ends a cell. */
export function codeSpan(text: string, max?: number): string {
  const line = oneLine(text, max)
  if (line === '') return '(empty)'
  const fence = '`'.repeat(longestRow(line) + 1)
  const pad = /^`|`$/.test(line) ? ' ' : ''
  return fence + pad + line + pad + fence
}

/** A sentence with code between single backticks, as the catalogue writes it; of any other text, plain text. */
export function sentence(text: string, max = 1_000): string {
  const parts = oneLine(text, max).split('`')
  if (parts.length % 2 === 0) return plainText(text, max)
  return parts
    .map((part, at) => (at % 2 === 0 ? plainPart(part, max) : part.trim() === '' ? '' : codeSpan(part, max)))
    .join('')
}

/** The blanks beside a code span stay. */
const plainPart = (part: string, max: number) =>
  part.replace(/^( ?)(.*?)( ?)$/s, (_, before: string, text: string, after: string) => {
    return before + plainText(text, max) + after
  })

/** Text from outside as a block of code with its lines, at most so many characters and lines. */
export function codeBlock(text: string, { characters = 1_000, lines = 12 } = {}): string {
  const head = text.slice(0, characters * READ_FACTOR)
  const all = head.split(LINE_ENDS, lines + 1)
  const shown: string[] = []
  let left = characters
  for (const line of all.slice(0, lines)) {
    if (left <= 0) break
    const cut = oneLineKeepingIndent(line, left)
    shown.push(cut)
    left -= cut.length
  }
  if (all.length > shown.length || head.length < text.length) shown.push(CUT)
  const fence = '`'.repeat(Math.max(3, longestRow(shown.join('\n')) + 1))
  return [`${fence}text`, ...shown, fence].join('\n')
}

function oneLineKeepingIndent(line: string, max: number): string {
  const indent = /^[ \t]{0,12}/.exec(line)?.[0].replaceAll('\t', '  ') ?? ''
  return indent + oneLine(line, max)
}

function longestRow(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((row) => row.length))
}

/** A table of cells that are Markdown already. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}

/** "2026-02-28 07:15 UTC"; what is no time is shown as the text that it is. */
export function shownTime(at: string | null): string {
  if (at === null) return 'not recorded'
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(at) && !Number.isNaN(Date.parse(at))
    ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
    : plainText(at, 40) || 'not recorded'
}
