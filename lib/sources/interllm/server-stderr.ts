import { TRAFFIC_FILE, type TrafficLine } from './traffic'

/** One log line that the Codex server wrote beside its messages. */
export interface LogLine {
  level: string
  /** The part of the program that says it: `codex_core::exec`. */
  target: string
  text: string
  /** The answer of the API, when the line names one. */
  httpStatus: number | null
  at: string | null
  ref: string
  /** Unique in the run. */
  place: string
}

const ANSI = /\u001b\[[0-9;]*[A-Za-z]/g
const LOG =
  /^(\S{10,40}Z)\s+(ERROR|WARN|INFO|DEBUG|TRACE)\s+(?:[\w.]{1,80}(?:\{[^}]{0,2000}\})?: ?){0,20}?(\w+(?:::\w+)*):\s+([\s\S]*)$/
const HTTP = /\bhttp (\d{3})\b/i
const TEXT_MAX = 4_000

/** One line of a Rust log, with or without colours; null when it is none. */
export function logLine(
  line: string,
): (Pick<LogLine, 'level' | 'target' | 'text' | 'httpStatus'> & { time: string }) | null {
  const found = LOG.exec(line.slice(0, TEXT_MAX).replace(ANSI, '').trim())
  const [, time, level, target, text] = found ?? []
  if (time === undefined || level === undefined || target === undefined || text === undefined) return null
  const http = HTTP.exec(text)
  return { time, level, target, text, httpStatus: http === null ? null : Number(http[1]) }
}

/** The warnings and errors in what the server wrote to its error channel. */
export function stderrLines(traffic: TrafficLine): LogLine[] {
  if (traffic.text === null) return []
  return traffic.text.split('\n', 1_000).flatMap((text, index) => {
    const found = logLine(text)
    if (found === null || (found.level !== 'ERROR' && found.level !== 'WARN')) return []
    const { time: _time, ...log } = found
    return [{ ...log, at: traffic.at, ref: `${TRAFFIC_FILE} line ${traffic.line}`, place: `${traffic.line}.${index}` }]
  })
}

/** The text within `{"detail":"…"}` or `{"error":{"message":"…"}}`, escaped or not; the text itself where there is none. */
export function saidBy(text: string): string {
  const found = /\\?"(?:detail|message)\\?":\s*\\?"((?:[^"\\]|\\(?!")[\s\S])*)\\?"/.exec(text.slice(0, TEXT_MAX))
  return found?.[1]?.replace(/\\+$/, '') || text
}
