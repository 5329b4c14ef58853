import { parseAllDocuments } from 'yaml'
import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { AIDER, aiderAggregateRows, isAiderAggregate } from './aider-aggregates'
import { Fields, shortId } from './fields'
import { jobRecord, resultRecord, runRecord, usageRecord } from './record-makers'
import type { TableRow } from './table-row'
import { usageFrom } from './token-counts'

/** What one exercise came to, with an outcome for each try: `.aider.results.json` in the exercise's folder. */
export const aiderResultReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    if (!document.text().slice(0, 100_000).includes('"tests_outcomes"')) return null
    const fields = new Fields(document.json())
    return fields.id('testcase') !== null && Array.isArray(fields.raw('tests_outcomes'))
      ? { systemVersion: 'aider result' }
      : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(resultParts(document), cursor),
}

const RUN_FOLDER = /^\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d--/

function* resultParts(document: Document): Iterable<Piece> {
  const fields = new Fields(document.json())
  const model = fields.id('model') ?? 'model not recorded'
  const format = fields.id('edit_format')
  const configuration = shortId(format === null ? model : `${model} · ${format}`)
  const folders = document.path.split('/')
  const run = folders.find((folder) => RUN_FOLDER.test(folder)) ?? configuration
  const runKey = shortId(`${AIDER.key}/${run}`)
  const testcase = fields.id('testcase') ?? ''
  // Exercises of two languages have one name; the language is the folder above `exercises`.
  const language = folders[folders.lastIndexOf('exercises') - 1] ?? null
  const tries = fields.list('tests_outcomes').filter((outcome) => typeof outcome === 'boolean')
  const counts = { input: fields.tokens('prompt_tokens'), output: fields.tokens('completion_tokens') }
  const rest = { cacheRead: null, cacheWrite: null, reasoning: null, total: null }
  const usage = usageFrom({ ...counts, ...rest }, true, fields.flags)
  const cost = fields.pico('cost')
  const result = resultRecord({
    part: 'row',
    ref: testcase,
    jobKey: AIDER.key,
    runKey,
    configuration,
    itemKey: shortId(language === null ? testcase : `${language}/${testcase}`),
    resolved: tries.length === 0 ? null : tries.includes(true),
    usage,
    costPico: cost === 0n && usage === null ? null : cost,
    seconds: fields.amount('duration'),
    calls: tries.length === 0 ? null : tries.length,
    error: fields.text('exception')?.slice(0, 2_000) ?? null,
    data: {
      firstTry: tries[0] ?? null,
      tries,
      testTimeouts: fields.count('test_timeouts'),
      errorOutputs: fields.count('num_error_outputs'),
      malformedResponses: fields.count('num_malformed_responses'),
      exhaustedContextWindows: fields.count('num_exhausted_context_windows'),
      commit: fields.id('commit_hash'),
    },
    flags: [...fields.flags],
  })
  const nativeId = shortId(`${runKey}/${result.itemKey}`)
  const spent =
    usage === null ? [] : [usageRecord({ nativeId, runKey, usage, model, costPico: result.costPico, ref: run })]
  const place = [jobRecord(AIDER, { ref: run }), runRecord(AIDER, { runKey, name: configuration, ref: run })]
  yield { records: [...place, result, ...spent] }
}

/** YAML is parsed as a whole, slowly: nobody writes a larger table of aggregates. */
const YAML_CHARS_MAX = 8 * 2 ** 20

/** Tables of aider's aggregates, as its website keeps them, and as its benchmark prints one. */
export const aiderYamlReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    const head = document.text().slice(0, 20_000)
    return /^[\s-]*pass_rate_1\s*:/m.test(head) && /^[\s-]*model\s*:/m.test(head)
      ? { systemVersion: 'aider results, YAML' }
      : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(yamlParts(document), cursor),
}

function* yamlParts(document: Document): Iterable<Piece> {
  const text = document.text()
  if (text.length > YAML_CHARS_MAX) {
    yield rejection('file', 'it is YAML of more than 8 MiB')
    return
  }
  const rows: TableRow[] = []
  for (const value of yamlValues(text, rows)) {
    for (const [index, row] of (Array.isArray(value) ? value : [value]).entries()) {
      const ref = `entry ${index + 1}`
      if (isObject(row) && isAiderAggregate(Object.keys(row))) rows.push({ row, ref, line: null, done: 0 })
      else rows.push({ problem: rejection(ref, 'it is no result of a model') })
    }
  }
  yield* aiderAggregateRows(rows, document.path)
}

/** The values of a YAML text. What is wrong in it is named, and the rest is taken. */
function yamlValues(text: string, rows: TableRow[]): unknown[] {
  try {
    return parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' }).flatMap((parsed) => {
      for (const { message } of parsed.errors.slice(0, 100))
        rows.push({ problem: rejection('YAML', message.slice(0, 500)) })
      return [parsed.toJS({ maxAliasCount: 100 }) as unknown]
    })
  } catch (error) {
    rows.push({ problem: rejection('YAML', error instanceof Error ? error.message : String(error)) })
    return []
  }
}
