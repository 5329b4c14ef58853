import { cleanText } from './clean-text'
import { lineRole } from './generic-lines'
import { unwrapJson } from './unwrap-json'

/** The line of a failure that says what happened, and the facts that stand around it. */
export interface Headline {
  /** Without colours and tags, at most a few hundred characters. */
  text: string
  /** Which line of the text it is, from 0; null when it was put together from fields of a record. */
  line: number | null
  exitCode: number | null
  httpStatus: number | null
}

/** What a person would read of megabytes: the head. */
const READ_MAX = 64_000
const LINE_MAX = 1_000
const LINES_MAX = 2_000

const TAGS = /<\/?(?:tool_use_error|error|system-reminder|stderr|stdout)>/g
const EXIT_CODE = /^(?:error: )?(?:exit code:?|process exited with code|exit status:?) (-?\d{1,10})$/i
const OUTPUT_FOLLOWS = /^output:$/i
const TOOL_HEADER = /^(?:chunk id|wall time|process exited|original token count|total output lines|exit code)\b/i
const TRACEBACK = /^traceback \(most recent call last\):/i
const EXCEPTION = /^(?:[A-Za-z_][\w.]*)?(?:Error|Exception|Interrupt|Exit|Warning|Timeout)\b(?::|$)/
/** A line that begins by saying that it is the error. */
const STATES_ERROR =
  /^(?:\W{0,4}(?:\[\w[\w:-]{0,40}\] )?)?(?:[\w.]{0,80}(?:Error|Exception)\b|error\b|fatal\b|panic\b|failed\b|failure\b|CONFLICT\b|npm ERR!|E {3}\S|--- FAIL|[\w./-]{1,80}: (?:error|fatal|cannot|can't|no such|command not found))/i
const MENTIONS_ERROR =
  /\b(?:errors?|failed|fails?|failure|exception|not found|denied|no such|fatal|panic|timed out|refused|invalid|unexpected|unknown|unrecogni[sz]ed|cannot|can't|could not|couldn't|unable|not permitted|forbidden|conflict|missing|aborted|rejected|does not|doesn't|not a|accepts|unmatched|already)\b/i
const STATUS =
  /\b(?:http|status|status_code|code|error)["']?[ :=(]{1,3}([1-5]\d\d)(?!\d)|\b([45]\d\d) (?:client error|server error|not found|bad gateway|internal server|service unavailable|too many)/i

/**
 * The informative line of a failure, however much generic text stands around it ("Exit code 1", a tool's header, rulers,
 * a traceback's frames). A JSON record is unwrapped first. Linear in the length that is read, at most 64,000 characters.
 */
export function failureHeadline(text: string): Headline {
  const head = text.slice(0, READ_MAX)
  const unwrapped = unwrapJson(text.length > READ_MAX ? null : head)
  const lines = linesOf(unwrapped?.text ?? head)
  const exitCode = unwrapped?.exitCode ?? exitCodeIn(lines)
  const line = informativeLine(lines)
  const found = line === null ? withoutMessage(lines, exitCode) : (lines[line] ?? '')
  return {
    text: found,
    line: unwrapped ? null : line,
    exitCode,
    httpStatus: unwrapped?.httpStatus ?? statusIn(found),
  }
}

function linesOf(text: string): string[] {
  const lines = text.replace(TAGS, '').split(/\r\n|[\n\r\u2028\u2029]/, LINES_MAX)
  return lines.map((line) => cleanText(line.slice(0, LINE_MAX)).trim())
}

/** What is left when a failure says nothing: its exit code is the only fact. */
function withoutMessage(lines: readonly string[], exitCode: number | null): string {
  if (exitCode !== null) return `Exit code ${exitCode} (no output)`
  return lines.find((line) => line !== '') ?? ''
}

function exitCodeIn(lines: readonly string[]): number | null {
  for (const line of [...lines.slice(0, 8), ...lines.slice(-3)]) {
    const found = EXIT_CODE.exec(line)
    if (found) return Number(found[1])
  }
  return null
}

function statusIn(line: string): number | null {
  const found = STATUS.exec(line)
  return found ? Number(found[1] ?? found[2]) : null
}

/** Behind the header of a tool; after a traceback its exception; else what states an error, mentions one, or is first. */
function informativeLine(lines: readonly string[]): number | null {
  const start = behindHeader(lines)
  const trace = lines.findIndex((line, at) => at >= start && TRACEBACK.test(line))
  if (trace !== -1) {
    const exception = lines.findIndex((line, at) => at > trace && EXCEPTION.test(line))
    if (exception !== -1) return exception
  }
  let first: number | null = null
  let mentions: number | null = null
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (lineRole(line) !== 'informative') continue
    if (STATES_ERROR.test(line)) return at
    first ??= at
    if (MENTIONS_ERROR.test(line)) mentions ??= at
  }
  return mentions ?? first
}

function behindHeader(lines: readonly string[]): number {
  if (!TOOL_HEADER.test(lines[0] ?? '')) return 0
  const output = lines.slice(0, 8).findIndex((line) => OUTPUT_FOLLOWS.test(line))
  return output === -1 ? 0 : output + 1
}
