/** A log line without what the log wrote before the message. */
export interface LogMessage {
  message: string
  /** The level as it was written; null when the line has none, or no time before it. */
  level: string | null
}

/** Headers are short: no more of a line is searched. */
const HEADER_MAX = 400

const CLOCK = '[0-9]{1,2}[:.][0-9]{1,2}[:.][0-9]{1,2}(?:[.,:][0-9]{1,9})?(?:Z| ?[+-][0-9]{2}:?[0-9]{2}| UTC)?'
const DATE = '(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}|[0-9]{2}[-/.][0-9]{2}[-/.][0-9]{2,4}|[0-9]{8})'
const MONTH_DAY = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}[0-9]{1,2}'
const DAY = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?'
const TIME = `(?:${DATE}[T _-]${CLOCK}|${DAY}${MONTH_DAY} ${CLOCK}(?: [0-9]{4})?|[0-9]{6} [0-9]{6})`
/** Counters, epochs and node names that some logs write before the time. */
const LEADING = '(?:(?:-|(?=[^ ]{0,60}[0-9])[\\w.:/@-]{1,60}) ){0,5}'
const STARTS_WITH_TIME = new RegExp(`^[ \\[(]*${LEADING}${TIME}[\\])]?[ |,:-]*`)
/** What the first word of a line with a header holds; most messages begin with none of it. */
const MAY_BE_TIME =
  /^[ [(]*(?:-|[^ ]*[0-9]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)/
const SYSLOG_TIME = new RegExp(`${MONTH_DAY} `)
const SYSLOG = new RegExp(`^${LEADING}${MONTH_DAY} ${CLOCK} \\S+ [^\\s:\\[]+(?:\\[[0-9]+\\])?(?: \\([^)\\s]*\\))?: +`)
const LEVEL =
  /^[[(<|]?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FATAL|CRITICAL|CRIT|ALERT|EMERG|PANIC)(?![A-Za-z0-9_])[\])>|]?[ :|,-]*/i
/** What may stand between time and level: process numbers, threads. */
const FIELD = /^(?:[0-9]+|\[[^\]]{0,80}\]|\([^)]{0,80}\)|[\w.-]{1,60})[ |]+[|-]? ?/
const FIELDS_MAX = 3
/** A thread before a logger, and a logger: a dotted name with a colon or a dash behind it. */
const LOGGER = /^(?:\[[^\]]{0,200}\] )?[A-Za-z_][\w$]*(?:\.[\w$]+)+(?::| -) +/
const PIPED = /^[A-Za-z][\w.-]{0,40}\|(?:[0-9]{1,12}\|)?/

/**
 * The message of a log line: what follows time, level, process and logger. A line that starts with no time is a message
 * as it is. Nothing here knows a system; where the header cannot be told from the message, it stays.
 */
export function messageOfLine(line: string): LogMessage {
  const head = line.slice(0, HEADER_MAX)
  const time = MAY_BE_TIME.test(head) ? STARTS_WITH_TIME.exec(head) : null
  if (!time) return { message: line, level: null }
  const syslog = SYSLOG_TIME.test(time[0]) ? SYSLOG.exec(head) : null
  if (syslog) return { message: line.slice(syslog[0].length), level: null }
  const rest = head.slice(time[0].length)
  const { length, level } = levelIn(rest)
  const behind = rest.slice(length)
  const logger = (level === null ? PIPED : LOGGER).exec(behind)
  return { message: line.slice(time[0].length + length + (logger?.[0].length ?? 0)), level }
}

function levelIn(rest: string): { length: number; level: string | null } {
  let length = 0
  for (let fields = 0; fields <= FIELDS_MAX; fields += 1) {
    const found = LEVEL.exec(rest.slice(length))
    if (found) return { length: length + found[0].length, level: (found[1] ?? '').toUpperCase() }
    const field = FIELD.exec(rest.slice(length))
    if (!field) break
    length += field[0].length
  }
  return { length: 0, level: null }
}
