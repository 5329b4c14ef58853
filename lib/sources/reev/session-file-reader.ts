import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { sessionLogPieces } from './session-log'

const NAMED = /(?:^|\/)session_([^/]+)\.json$/i
const HEAD = 4_096

const idFromName = (path: string) => NAMED.exec(path)?.[1] ?? null

/** A file that is still being written is no JSON yet: its name and first fields tell what it will be. */
function looksLikeOne(document: Document): boolean {
  if (document.json() !== undefined || idFromName(document.path) === null) return false
  const head = document.text().slice(0, HEAD)
  return head.trimStart().startsWith('{') && head.includes('"session_id"') && head.includes('"benchmark_id"')
}

function isSessionLog(value: unknown): boolean {
  if (!isObject(value) || !Object.hasOwn(value, 'session_id') || !Object.hasOwn(value, 'benchmark_id')) return false
  const isExecution = Object.hasOwn(value, 'execution_id') || Object.hasOwn(value, 'yml_content')
  return !isExecution && (Array.isArray(value['events']) || Object.hasOwn(value, 'final_result'))
}

/**
 * reev's session files, `logs/sessions/session_<execution>.json`: one execution each, with its verdict, steps and events.
 * A file that is not finished is known by its name and rejected as no JSON; it is read once it has changed.
 */
export const sessionFileReader: DocumentReader = {
  system: 'reev',
  parserVersion: 2,

  detect: (document) => {
    if (!/\.json$/i.test(document.path)) return null
    if (!isSessionLog(document.json()) && !looksLikeOne(document)) return null
    return { systemVersion: 'session file' }
  },

  latestAt: (document) => {
    const cells = new JsonCells(document.json())
    return cells.time('end_time') ?? cells.time('start_time')
  },

  *read(document, cursor) {
    const value = document.json()
    if (!isObject(value)) {
      const reason = 'not JSON: the file ends too early, or is still being written'
      yield* inBatches([{ rejected: [{ line: null, place: document.path, reason }] }], cursor)
      return
    }
    const source = { ref: 'session file', idFromName: idFromName(document.path), withRun: true }
    yield* inBatches(sessionLogPieces(value, source), cursor)
  },
}
