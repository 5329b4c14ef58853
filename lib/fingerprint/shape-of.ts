import { Buffer } from 'node:buffer'
import { cleanText } from './clean-text'
import { keepExitCode } from './exit-code'
import { foldLists } from './fold-lists'
import { keepStatusWord } from './http-status'
import { HOLE } from './mask-characters'
import { maskWord } from './mask-word'

/** Where a line is cut. What tells one message from another stands in front; merging costs the square of a length. */
const CHARACTERS_MAX = 600
const WORDS_MAX = 60
/** Colours and blanks may fill the head of a line: a little more than the cut is cleaned. */
const READ_MAX = 4 * CHARACTERS_MAX

const MEMO_MAX = 20_000
const memo = new Map<string, string>()

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}'
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}'
const NAMES_A_DATE = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/
const DATE_BEFORE = new RegExp(`(?<![A-Za-z])(?:${DAY},? )?${MONTH}[ -](?=\\u0001)`, 'g')
const DATE_BEHIND = new RegExp(`(?<=\\u0001)[ -]${MONTH}(?![A-Za-z])`, 'g')
const DAY_BEFORE = new RegExp(`(?<![A-Za-z])${DAY},? (?=\\u0001)`, 'g')
const UNIT = /\u0001 ?(?:[KMGT]i?B?|B|ms|us|ns|s|secs?|seconds|bytes|UTC|GMT|[ECMP][SD]T|CES?T|AM|PM)(?![\w\u0001-])/g
const EMPTY_BRACKETS = /(?<=[ :=,])(?:\(\)|\[\])/g
const DIGIT_IN_FRONT = /^["'([<-]{0,3}[0-9]/

/**
 * A message with its variable parts replaced by HOLE: the part of its fingerprint that depends on nothing but itself.
 * Deterministic; reads the head of the message only, so that a line of megabytes costs no more than one of kilobytes.
 * @param message one line, without the time and level that a log writes before it
 */
export function shapeOf(message: string): string {
  const words = headWords(message)
  let line = ''
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const kept = DIGIT_IN_FRONT.test(word) ? (keepStatusWord(words, at) ?? keepExitCode(words, at)) : null
    line += at === 0 ? maskWord(kept ?? word) : ` ${maskWord(kept ?? word)}`
  }
  return lineRules(line)
}

/** The words of the message that count. A word that the cut went through is left out, unless it is the only one. */
export function headWords(message: string): string[] {
  const clean = cleanText(message.length > CHARACTERS_MAX ? ownHead(message) : message).trim()
  const isCut = clean.length > CHARACTERS_MAX
  const words = (isCut ? clean.slice(0, CHARACTERS_MAX) : clean).split(clean.includes('  ') ? / +/ : ' ')
  if (isCut && words.length > 1) words.pop()
  if (words.length > WORDS_MAX) words.length = WORDS_MAX
  return words
}

/** A copy: a slice would keep the whole message in memory for as long as a memo knows one word of it. */
const ownHead = (message: string) => Buffer.from(message.slice(0, READ_MAX), 'utf16le').toString('utf16le')

function lineRules(line: string): string {
  if (!line.includes(HOLE) && !line.includes('()') && !line.includes('[]')) return line
  const known = memo.get(line)
  if (known !== undefined) return known
  const dated = NAMES_A_DATE.test(line)
    ? line.replace(DATE_BEFORE, '').replace(DATE_BEHIND, '').replace(DAY_BEFORE, '')
    : line
  const shape = foldLists(
    dated.replace(UNIT, HOLE).replace(EMPTY_BRACKETS, (brackets) => `${brackets[0]}${HOLE}${brackets[1]}`),
  )
  if (memo.size >= MEMO_MAX) memo.clear()
  memo.set(line, shape)
  return shape
}
