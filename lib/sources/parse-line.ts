/** What one line of a JSON-lines file holds. */
export interface ParsedLine {
  /** Usually one. Two when a writer forgot the line end between them. */
  values: unknown[]
  /** Why a part of the line is no JSON; null when all of it was read. */
  reason: string | null
  /** What had to be mended, in words. */
  repairs: string[]
}

const NOTHING: ParsedLine = { values: [], reason: null, repairs: [] }

/** Shorter lines cannot fill the memory whatever is in them; in longer ones levels and records are counted. */
const CHARS_UNCOUNTED = 2 ** 20
/** A level takes a hundred times the memory of its bracket. */
const DEPTH_MAX = 10_000
const RECORDS_MAX = 1_000

/**
 * A line as JSON. What writers are known to do is mended and named: two records without a line end between them, and
 * zero bytes left by a crash. A line over the cap comes as null.
 */
export function parseLine(text: string | null): ParsedLine {
  if (text === null) return { ...NOTHING, reason: 'the line is longer than 32 MiB' }
  if (text.length > CHARS_UNCOUNTED && isTooDeep(text))
    return { ...NOTHING, reason: 'it is nested deeper than 10,000 levels' }
  try {
    return { ...NOTHING, values: [JSON.parse(text)] }
  } catch {
    return mended(text)
  }
}

function mended(text: string): ParsedLine {
  const repairs: string[] = []
  let rest = text.replace(/^\uFEFF/, '').trim()
  if (rest.includes('\u0000')) {
    rest = rest.replaceAll('\u0000', '').trim()
    if (rest !== '') repairs.push('zero bytes')
  }
  if (rest === '') return NOTHING
  const values: unknown[] = []
  while (rest !== '') {
    if (values.length === RECORDS_MAX) return { values, reason: 'more than 1,000 records on one line', repairs }
    const end = rest.startsWith('{') ? endOfObject(rest) : -1
    const piece = end === -1 ? rest : rest.slice(0, end)
    try {
      values.push(JSON.parse(piece))
    } catch (error) {
      return { values, reason: reasonOf(error, piece, values.length), repairs }
    }
    rest = end === -1 ? '' : rest.slice(end).trim()
  }
  if (values.length > 1) repairs.push('records on one line')
  return { values, reason: null, repairs }
}

function reasonOf(error: unknown, piece: string, before: number): string {
  const message = error instanceof Error ? error.message : String(error)
  const position = /position (\d+)/.exec(message)?.[1]
  const atEnd = /end of JSON input|Unterminated/i.test(message) || Number(position) >= piece.length
  const what = atEnd ? 'unexpected end of input' : 'unexpected text'
  return before > 0 ? `not JSON after the first record: ${what}` : `not JSON: ${what}`
}

function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = endOfString(text, at)
    else if (char === OPEN || char === OPEN_LIST) depth += 1
    else if (char === CLOSE || char === CLOSE_LIST) depth -= 1
    if (depth > DEPTH_MAX) return true
  }
  return false
}

/** Where the object at the start of a text ends, or -1. Braces within strings do not count. */
function endOfObject(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = endOfString(text, at)
    else if (char === OPEN) depth += 1
    else if (char === CLOSE) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -1
}

const [QUOTE, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, BACKSLASH] = [34, 123, 125, 91, 93, 92]

/** The closing quote of the string that opens at `start`; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === BACKSLASH) at += 1
    else if (char === QUOTE) return at
  }
  return text.length
}
