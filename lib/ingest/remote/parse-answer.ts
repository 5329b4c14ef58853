import 'server-only'
import { firstLine } from '@/lib/sources/codex/json-value'
import { BackendProblem } from './backend-problem'

/** Nobody nests records deeper; readers and writers of JSON give up far beyond it. */
const DEPTH_MAX = 500

/** The JSON of an answer. @throws {BackendProblem} when it is something else */
export function parseAnswer(text: string, what: string, contentType: string): unknown {
  if (isDeeperThan(text, DEPTH_MAX))
    throw new BackendProblem(`${what} was answered with JSON that is nested deeper than ${DEPTH_MAX} levels; not used.`)
  try {
    return JSON.parse(text) as unknown
  } catch {
    const kind = contentType === '' ? '' : ` (${contentType.slice(0, 80)})`
    const begins = text.trim() === '' ? 'it is empty' : `it begins with: ${firstLine(text.slice(0, 200)) ?? ''}`
    throw new BackendProblem(`${what} was answered with something that is not JSON${kind}; ${begins.slice(0, 160)}`)
  }
}

/** Counts brackets outside of texts; quicker than finding out by a full stack. */
function isDeeperThan(text: string, most: number): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === BACKSLASH) at += 1
      else if (code === QUOTE) quoted = false
    } else if (code === QUOTE) quoted = true
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      depth += 1
      if (depth > most) return true
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth -= 1
  }
  return false
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 91, 93, 123, 125]
