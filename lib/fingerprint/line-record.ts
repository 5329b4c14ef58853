import { failureHeadline } from './failure-headline'
import { type LineRole, lineRole } from './generic-lines'
import { messageOfLine } from './message-of-line'
import { unwrapJson } from './unwrap-json'

/** What one raw line is to the lines around it. */
export interface LineRecord {
  message: string
  role: LineRole | 'opens' | 'continues'
}

/** A longer record is taken as text. */
const RECORD_MAX = 65_536
const TRACEBACK = /^\s*Traceback \(most recent call last\):/
/** Frames and causes of a stack: they belong to what was said before. */
const CONTINUES =
  /^(?:\s+(?:at |File "|\.\.\. \d{1,6} (?:more|common)|[\^~]{1,200}\s*$)|Caused by: |During handling of the above|The above exception was)/
const MAY_BE_CONTINUED = /^(?:\s|Caused|During|The above|Traceback)/

/** The message of a raw line, whatever header or JSON it stands in, and whether it is a message at all. */
export function readLine(line: string): LineRecord {
  if (line.startsWith('{') && line.length <= RECORD_MAX) {
    const unwrapped = unwrapJson(line)
    if (unwrapped) return { message: failureHeadline(unwrapped.text).text, role: 'informative' }
  }
  const { message } = messageOfLine(line)
  // A line with a time of its own is a record of its own.
  if (message.length !== line.length) return { message, role: 'informative' }
  if (MAY_BE_CONTINUED.test(line)) {
    if (TRACEBACK.test(line)) return { message, role: 'opens' }
    if (CONTINUES.test(line)) return { message, role: 'continues' }
  }
  return { message, role: lineRole(line.trim()) }
}
