/** What a failure recorded as JSON says. */
export interface Unwrapped {
  text: string
  exitCode: number | null
  httpStatus: number | null
}

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
const wholeOf = (value: unknown) => (Number.isSafeInteger(value) ? Number(value) : null)
/** So much may stand before and behind a record on its line. */
const BESIDE_MAX = 200
/** What a client says of a status and no more. */
const STATUS_PREFIX = /^(?:API )?(?:Error)?:? ?\d{0,3}$/i
const DEPTH_MAX = 4

/**
 * The message in a text that is a JSON record, or a few words and a record behind them (`API Error: 529 {…}`).
 * @param input null when it was too long to be read as a whole
 * @returns null when the text is no such record or the record names no message
 */
export function unwrapJson(input: string | null): Unwrapped | null {
  const found = input === null ? null : recordIn(input.trim())
  if (!found) return null
  const { prefix, record } = found
  const said = saidBy(record, 0)
  const exitCode = exitCodeOf(record)
  if (said === null && exitCode === null) return null
  const httpStatus = wholeOf(record['status']) ?? statusIn(prefix)
  // Clients write the same answer with and without their own words before it: one wording for both.
  const isError = httpStatus !== null && httpStatus >= 400
  const words = isError ? [`HTTP ${httpStatus}`, ...(STATUS_PREFIX.test(prefix) ? [] : [prefix])] : [prefix]
  const text = [...words, said ?? ''].filter((part) => part !== '').join(' ')
  return { text, exitCode, httpStatus }
}

function recordIn(text: string): { prefix: string; record: Fields } | null {
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}') + 1
  if (start === -1 || start > BESIDE_MAX || end <= start || text.length - end > BESIDE_MAX) return null
  const prefix = text.slice(0, start)
  if (prefix.includes('\n') || text.includes('\n', end)) return null
  const record = parsed(text.slice(start, end))
  return record && { prefix: prefix.trim(), record }
}

function parsed(json: string): Fields | null {
  try {
    const value: unknown = JSON.parse(json)
    return isFields(value) ? value : null
  } catch {
    return null
  }
}

/** `type: message` of the innermost error; else the output or the message of the record. */
function saidBy(record: Fields, depth: number): string | null {
  const inner = [record['error'], record['detail'], record['cause']].find(isFields)
  const below = inner && depth < DEPTH_MAX ? saidBy(inner, depth + 1) : null
  if (below !== null) return below
  const message = [
    record['message'],
    record['error'],
    record['detail'],
    record['output'],
    record['stderr'],
    record['msg'],
  ]
    .map(textOf)
    .find((text) => text !== null)
  if (message === undefined || message === null) return null
  const type = textOf(record['type']) ?? textOf(record['code'])
  return type === null || type === 'error' ? message : `${type}: ${message}`
}

function exitCodeOf(record: Fields): number | null {
  const inner = isFields(record['metadata']) ? record['metadata'] : record
  return wholeOf(inner['exit_code']) ?? wholeOf(inner['exitCode'])
}

const statusIn = (prefix: string) => {
  const found = /\b([1-5]\d\d)$/.exec(prefix)
  return found ? Number(found[1]) : null
}
