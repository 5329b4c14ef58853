import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { DocumentReader } from '@/lib/sources/reader'
import { benchmarkName } from './benchmark-name'
import { flowPieces } from './flow-records'

const HEAD = 64 * 1_024

/** What is tried by hand names itself so; its numbers are no fleet's. */
const HAND_MADE = /^(?:test|debug|manual|demo)[-_]/i

/**
 * `cli_sessions.json`: one object with a flow as YAML text for each session. Its `benchmark_id` holds the name of the
 * first tool that was called, so it names no benchmark unless no tool is called that.
 */
export const cliSessionsReader: DocumentReader = {
  system: 'reev',
  parserVersion: 1,

  detect: (document) => {
    if (!/\.json$/i.test(document.path) || !document.text().slice(0, HEAD).includes('"yml_content"')) return null
    const value = document.json()
    const first: unknown = isObject(value) ? Object.values(value)[0] : undefined
    return isObject(first) && 'yml_content' in first && 'session_id' in first
      ? { systemVersion: 'command-line sessions' }
      : null
  },

  latestAt: (document) => {
    let latest: string | null = null
    const value = document.json()
    for (const entry of Object.values(isObject(value) ? value : {})) {
      const at = new JsonCells(entry).time('created_at')
      if (at !== null && (latest === null || at > latest)) latest = at
    }
    return latest
  },

  *read(document, cursor) {
    const value = document.json()
    yield* inBatches(sessions(isObject(value) ? value : {}), cursor)
  },
}

function* sessions(entries: Record<string, unknown>): Iterable<Piece> {
  for (const [key, value] of Object.entries(entries)) {
    const ref = `session ${key.slice(0, 100)}`
    const cells = new JsonCells(value)
    const text = cells.raw('yml_content')
    if (typeof text !== 'string') {
      yield { rejected: [{ line: null, place: ref, reason: 'the session has no flow' }] }
      continue
    }
    const written = cells.text('benchmark_id')
    const id = cells.key('session_id') ?? key
    const byHand = HAND_MADE.test(id)
    yield* flowPieces(text, {
      ref,
      id,
      benchmark: namesATool(written, text) ? null : benchmarkName(written),
      at: cells.time('created_at'),
      data: {
        ...(written === null ? {} : { benchmarkIdAsWritten: written }),
        ...(cells.number('tool_calls') === null ? {} : { toolCallsAsWritten: cells.number('tool_calls') }),
        ...(byHand ? { madeByHand: true } : {}),
      },
      flags: [...cells.flags, ...(byHand ? ['synthetic_record'] : [])],
    })
  }
}

/** Whether the flow calls a tool of that name. Looked for in the text: the name must not decide how it is parsed. */
function namesATool(name: string | null, yaml: string): boolean {
  return name !== null && yaml.split('\n').some((line) => line.trim() === `tool_name: ${name.trim()}`)
}
