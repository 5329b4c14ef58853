import { type ExecutorLine, executorLine, isWrapped, WRAP_MAX } from './executor-line'

/** One entry of a log: a line with its time, and the lines without one that follow it. JSON-safe. */
export interface LogEntry extends Omit<ExecutorLine, 'message'> {
  line: number
  /** Its lines as they were before a console broke them; the first is the message. */
  texts: string[]
  /** How many lines of the file it has. */
  lines: number
  /** Whether some of it was left out. */
  cut: boolean
  /** Characters that may still be kept. */
  room: number
  /** The last line as it stands in the file, when it may be broken. */
  tail: string
}

/** Enough for a stack; what is longer is in the file. */
const CHARS_MAX = 16_000
/** Of entries that are no failure only the head is ever used. */
const QUIET_CHARS_MAX = 2_000
const FAILURES = new Set(['ERROR', 'CRITICAL', 'FATAL'])

export const isFailure = ({ level }: { level: string }) => FAILURES.has(level)

/** The entry that a line begins, or null when it has no time. */
export function entryAt(text: string, line: number): LogEntry | null {
  const found = executorLine(text)
  if (found === null) return null
  const { message, ...header } = found
  const kept = message.slice(0, CHARS_MAX)
  const room = (isFailure(header) ? CHARS_MAX : QUIET_CHARS_MAX) - kept.length
  return { ...header, line, texts: [kept], lines: 1, cut: kept.length < message.length, room, tail: tailOf(text) }
}

/** Adds a line without a time to the entry that it follows. */
export function addLine(entry: LogEntry, text: string): void {
  const { texts, tail, room } = entry
  entry.lines += 1
  entry.tail = tailOf(text)
  entry.room -= text.length + 1
  if (text.length > room) entry.cut = true
  if (room <= 0) return
  const kept = text.slice(0, room)
  if (tail !== '' && isWrapped(tail, text)) texts[texts.length - 1] = (texts.at(-1) ?? '') + kept
  else texts.push(kept.trimEnd())
}

const tailOf = (text: string) => (text.length > WRAP_MAX ? '' : text)
