import type { CanonicalRecord } from '@/lib/model/records'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { type Benchmark, benchmarkNamed, benchmarkOfItems, knownBenchmark } from './benchmark'
import { Fields, shortId } from './fields'
import { baseName } from './path-names'
import { jobRecord, resultRecord, runRecord } from './record-makers'
import { compareAmount, headlines } from './run-tally'

/** What became of an item, by the list of a run's report that names it; the first that does, decides. */
const OUTCOMES = [
  { list: 'resolved_ids', resolved: true, error: null },
  { list: 'unresolved_ids', resolved: false, error: null },
  { list: 'empty_patch_ids', resolved: false, error: 'empty patch' },
  { list: 'error_ids', resolved: false, error: 'error' },
  { list: 'failed_ids', resolved: false, error: 'failed' },
  { list: 'incomplete_ids', resolved: null, error: 'not submitted' },
  { list: 'pending_ids', resolved: null, error: 'pending' },
  { list: 'submitted_ids', resolved: null, error: null },
] as const

/** The SWE-bench harness' report of a whole run: counts, and lists of the items by outcome. */
export const sweRunReportReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    if (!document.text().includes('"resolved_ids"')) return null
    const fields = new Fields(document.json())
    if (!Array.isArray(fields.raw('resolved_ids'))) return null
    return { systemVersion: `SWE-bench run report, version ${fields.count('schema_version') ?? 'not recorded'}` }
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(parts(document), cursor),
}

type Outcome = (typeof OUTCOMES)[number]

function* parts(document: Document): Iterable<Piece> {
  const fields = new Fields(document.json())
  const outcomes = new Map<string, Outcome>()
  for (const outcome of OUTCOMES) {
    for (const id of fields.list(outcome.list)) {
      if (typeof id === 'string' && !outcomes.has(id)) outcomes.set(id, outcome)
      else if (typeof id !== 'string') yield rejection(outcome.list, 'an id is no text')
    }
  }
  const benchmark = benchmarkFor(document.path, [...outcomes.keys()], fields)
  const configuration = configurationOf(document.path)
  const runKey = shortId(`${benchmark.key}/${configuration}`)
  yield { records: runRecords(fields, outcomes, { benchmark, runKey, configuration }, baseName(document.path)) }
  for (const [item, { resolved, error, list }] of outcomes) {
    const place = { jobKey: benchmark.key, runKey, configuration, itemKey: shortId(item), ref: list }
    yield { records: [resultRecord({ part: 'evaluation', ...place, resolved, error })] }
  }
}

interface Place {
  benchmark: Benchmark
  runKey: string
  configuration: string
}

function runRecords(fields: Fields, outcomes: ReadonlyMap<string, Outcome>, place: Place, ref: string) {
  const { benchmark, runKey, configuration } = place
  const having = (list: Outcome['list']) => fields.list(list).length
  const { data, flags } = headlines([
    compareAmount('resolved', fields.count('resolved_instances'), having('resolved_ids')),
    compareAmount('unresolved', fields.count('unresolved_instances'), having('unresolved_ids')),
    compareAmount('empty patches', fields.count('empty_patch_instances'), having('empty_patch_ids')),
    compareAmount('errors', fields.count('error_instances'), having('error_ids')),
    compareAmount('submitted', fields.count('submitted_instances'), having('submitted_ids')),
    compareAmount('items', fields.count('total_instances'), outcomes.size),
  ])
  const open = [...outcomes.values()].some(({ list }) => list === 'pending_ids')
  const records: CanonicalRecord[] = [
    jobRecord(benchmark, { ref }),
    runRecord(benchmark, {
      runKey,
      name: configuration,
      ref,
      status: open ? 'running' : 'succeeded',
      flags: [...flags, ...fields.flags],
      data: { ...data, items: outcomes.size },
    }),
  ]
  return records
}

/** `swe-bench_verified__test__<run>.json` and `<model>.<run>.json`: the set stands in the first, the model in the second. */
function benchmarkFor(path: string, items: readonly string[], fields: Fields): Benchmark {
  const file = knownBenchmark(baseName(path), true)
  const known = file?.key === 'swe-bench' ? null : file
  return known ?? benchmarkOfItems(items, fields.count('total_instances')) ?? file ?? benchmarkNamed('SWE-bench', true)
}

function configurationOf(path: string): string {
  const file = (path.split('/').at(-1) ?? '').replace(/(\.json)?(\.gz)?$/i, '')
  const parts = file.split('__')
  if (parts.length >= 3 && knownBenchmark(parts[0] ?? null, true) !== null) return shortId(parts.slice(2).join('__'))
  const [model, ...run] = file.split(/\.(?=[^.]*[A-Za-z-])/)
  return shortId((run.length === 0 ? file : (model ?? file)).replaceAll('__', '/')) || 'unnamed'
}
