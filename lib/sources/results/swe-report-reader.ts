import type { CanonicalRecord } from '@/lib/model/records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { type Benchmark, benchmarkNamed, benchmarkOfItems, knownBenchmark } from './benchmark'
import { Fields, shortId } from './fields'
import { baseName, folderName, setNameOf } from './path-names'
import { jobRecord, resultRecord, runRecord } from './record-makers'

/**
 * What the SWE-bench harness found for items: the `report.json` of one, with or without its id around it, or many of
 * them merged into one object.
 */
export const sweReportReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    const reports = reportsIn(document)
    if (reports.length === 0) return null
    return { systemVersion: reports.length > 1 ? 'SWE-bench reports, merged' : 'SWE-bench report' }
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(parts(document), cursor),
}

const isReport = (value: unknown): value is Json =>
  isObject(value) && 'resolved' in value && ('patch_successfully_applied' in value || 'tests_status' in value)

function reportsIn(document: Document): [string, unknown][] {
  if (!document.text().slice(0, 20_000).includes('"patch_')) return []
  const json = document.json()
  if (isReport(json)) {
    const item = new Fields(json).id('instance_id') ?? folderName(document.path)
    return item === null ? [] : [[item, json]]
  }
  if (!isObject(json)) return []
  const entries = Object.entries(json)
  return entries.slice(0, 20).some(([, value]) => isReport(value)) ? entries : []
}

function* parts(document: Document): Iterable<Piece> {
  const reports = reportsIn(document)
  const single = reports.length === 1
  const configuration = single ? setNameOf(document.path, reports[0]?.[0] ?? null) : baseName(document.path)
  const items = reports.map(([item]) => item)
  const benchmark = benchmarkFor(document.path, items)
  const runKey = shortId(`${benchmark.key}/${configuration}`)
  yield {
    records: [
      jobRecord(benchmark, { ref: baseName(document.path) }),
      runRecord(benchmark, { runKey, name: configuration, ref: baseName(document.path) }),
    ],
  }
  for (const [item, report] of reports) {
    if (isReport(report)) yield { records: [resultOf(report, { benchmark, runKey, configuration, item })] }
    else yield rejection(item, 'it is no report of an item')
  }
}

function benchmarkFor(path: string, items: readonly string[]): Benchmark {
  const ofItems = benchmarkOfItems(items, null)
  return knownBenchmark(baseName(path), true) ?? ofItems ?? benchmarkNamed('SWE-bench', true)
}

interface Place {
  benchmark: Benchmark
  runKey: string
  configuration: string
  item: string
}

function resultOf(report: Json, { benchmark, runKey, configuration, item }: Place): CanonicalRecord {
  const fields = new Fields(report)
  const empty = fields.bool('patch_is_None') === true || fields.bool('patch_exists') === false
  const applied = fields.bool('patch_successfully_applied')
  const tests = fields.object('tests_status')
  const [wanted, kept] = [tests.object('FAIL_TO_PASS'), tests.object('PASS_TO_PASS')]
  return resultRecord({
    part: 'evaluation',
    ref: shortId(item),
    jobKey: benchmark.key,
    runKey,
    configuration,
    itemKey: shortId(item),
    resolved: fields.bool('resolved'),
    error: empty ? 'empty patch' : applied === false ? 'the patch does not apply' : null,
    data: {
      patchApplied: applied,
      failToPass: countsOf(wanted),
      passToPass: countsOf(kept),
      failedTests: [...wanted.list('failure'), ...kept.list('failure')].filter(isText).slice(0, 50).map(cut),
    },
    flags: [...fields.flags],
  })
}

const isText = (value: unknown): value is string => typeof value === 'string'
const cut = (text: string) => text.slice(0, 500)
const countsOf = (tests: Fields) => ({ passed: tests.list('success').length, failed: tests.list('failure').length })
