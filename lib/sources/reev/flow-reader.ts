import { inBatches } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { flowPieces } from './flow-records'
import { parseYaml } from './flow-yaml'

const HEAD = 4_096
const isYaml = (document: Document) => /\.ya?ml$/i.test(document.path)

/** Flow YAML that reev makes of a trace: prompt, calls with their times, steps. It says neither score nor benchmark. */
export const flowReader: DocumentReader = {
  system: 'reev',
  parserVersion: 1,

  detect: (document) => {
    if (!isYaml(document)) return null
    const head = document.text().slice(0, HEAD)
    const version = /^reev_runner_version: *["']?([\w.+-]{1,40})/m.exec(head)?.[1]
    return version !== undefined && /^session_id:/m.test(head) ? { systemVersion: `flow of ${version}` } : null
  },

  latestAt: (document) => new JsonCells(parseYaml(document.text().slice(0, HEAD)).value).time('end_time'),

  *read(document, cursor) {
    const source = { ref: 'flow', id: null, benchmark: null, at: null, data: {}, flags: [] }
    yield* inBatches(flowPieces(document.text(), source), cursor)
  },
}
