import type { CanonicalRecord } from '@/lib/model/records'
import { isObject } from '@/lib/sources/codex/json-value'
import { type Piece, rejection } from '@/lib/sources/document-batches'
import { benchmarkNamed } from './benchmark'
import { Fields, shortId } from './fields'
import { jobRecord, resultRecord, runRecord } from './record-makers'
import { comparePercent, headlines } from './run-tally'
import type { TableRow } from './table-row'
import { usageFrom } from './token-counts'

/** The exercises that aider's benchmark is made of. */
export const AIDER = benchmarkNamed('Aider benchmark', false)
const WHOLE = 'all test cases'

/** Whether these are the fields of an aggregate: pass rates over all exercises of one model. */
export const isAiderAggregate = (names: readonly string[]): boolean =>
  names.includes('pass_rate_1') &&
  names.includes('model') &&
  (names.includes('edit_format') || names.includes('test_cases'))

/** Aggregates of aider's benchmark: each row is a run of many exercises, of which only the sums are known. */
export function* aiderAggregateRows(rows: Iterable<TableRow>, path: string): Iterable<Piece> {
  const seen = new Map<string, number>()
  yield { records: [jobRecord(AIDER, { ref: path.split('/').at(-1) ?? path })] }
  for (const one of rows) {
    if ('problem' in one) yield one.problem
    else if (!isObject(one.row)) yield rejection(one.ref, 'it is no object', one.line)
    else {
      const records = aggregateRecords(new Fields(one.row), one.ref, seen)
      yield records === null ? rejection(one.ref, 'it names no model', one.line) : { records, done: one.done }
    }
  }
}

function aggregateRecords(fields: Fields, ref: string, seen: Map<string, number>): CanonicalRecord[] | null {
  const model = fields.id('model')
  if (model === null) return null
  const format = fields.id('edit_format')
  const configuration = shortId(format === null ? model : `${model} · ${format}`)
  // The folder of a run has its time in the name; without it, a model's later runs are told apart by day and commit.
  const when = [fields.id('date'), fields.id('commit_hash')].filter((part) => part !== null).join(' ')
  const runKey = shortId(`${AIDER.key}/${fields.id('dirname') ?? `${configuration} ${when}`.trim()}`)
  const item = fields.id('language') ?? WHOLE
  const repeat = seen.get(`${runKey} ${item}`) ?? 0
  seen.set(`${runKey} ${item}`, repeat + 1)
  const cases = fields.count('test_cases')
  const per = (passed: number | null) => (passed === null || !cases ? null : (100 * passed) / cases)
  const rate = fields.number('pass_rate_2') ?? fields.number('pass_rate_1')
  const { data, flags } = headlines([
    comparePercent('first try %', fields.number('pass_rate_1'), per(fields.count('pass_num_1')), 1),
    comparePercent('any try %', fields.number('pass_rate_2'), per(fields.count('pass_num_2')), 1),
  ])
  const result = resultRecord({
    part: 'row',
    ref,
    jobKey: AIDER.key,
    runKey,
    configuration,
    itemKey: item,
    repeat,
    score: rate === null ? null : Number((rate / 100).toFixed(6)),
    ...amounts(fields, cases),
    data: { ...data, ...numbersOf(fields) },
    flags: [...new Set([...flags, ...fields.flags])].filter((flag) => flag !== 'zone_unknown'),
  })
  const run = runRecord(AIDER, {
    runKey,
    name: configuration,
    ref,
    status: 'succeeded',
    createdAt: fields.time('date'),
    goal: fields.text('command')?.slice(0, 2_000) ?? null,
    flags: [...flags, ...(result.usage === null ? ['tokens_unknown'] : [])],
    data: { model, editFormat: format, versions: fields.id('versions'), commit: fields.id('commit_hash') },
  })
  return [run, result]
}

function amounts(fields: Fields, cases: number | null) {
  const counts = { input: fields.tokens('prompt_tokens'), output: fields.tokens('completion_tokens') }
  const rest = { cacheRead: null, cacheWrite: null, reasoning: null, total: null }
  const usage = usageFrom({ ...counts, ...rest }, true, fields.flags)
  const cost = fields.pico('total_cost')
  const each = fields.amount('seconds_per_case')
  return {
    usage,
    // A cost of nothing stands where the model had no price.
    costPico: cost === 0n ? null : cost,
    seconds: each === null || cases === null ? null : Number((each * cases).toFixed(3)),
  }
}

const COUNTED = [
  ...['test_cases', 'total_tests', 'pass_rate_1', 'pass_rate_2', 'pass_num_1', 'pass_num_2', 'error_outputs'],
  ...['percent_cases_well_formed', 'num_malformed_responses', 'num_with_malformed_responses', 'user_asks'],
  ...['lazy_comments', 'syntax_errors', 'indentation_errors', 'exhausted_context_windows', 'test_timeouts'],
  ...['seconds_per_case'],
]

const numbersOf = (fields: Fields) =>
  Object.fromEntries(COUNTED.map((name) => [name, fields.number(name)] as const).filter(([, value]) => value !== null))
