import type { CanonicalRecord } from '@/lib/model/records'
import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { benchmarkNamed } from './benchmark'
import { Fields, shortId } from './fields'
import { isObjectArray } from './object-lists'
import { setNameOf } from './path-names'
import { jobRecord, resultRecord, runRecord, usageRecord } from './record-makers'
import { compareAmount, headlines, type RunTally, runTally, statusOf, tallied, tallyFlags } from './run-tally'
import { usageFrom } from './token-counts'

const TERMINAL_BENCH = benchmarkNamed('Terminal-Bench', false)
const NO_FAILURE = new Set(['unset', 'none'])

/** `results.json` of a Terminal-Bench run: a trial of each task by one agent. Zero tokens mean that nobody counted. */
export const terminalBenchReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    if (!document.text().slice(0, 200_000).includes('"is_resolved"')) return null
    const fields = new Fields(document.json())
    const [first] = fields.list('results')
    const trial = new Fields(first)
    const known = trial.has('task_id') && trial.has('is_resolved') && isObjectArray(fields.raw('results'))
    return known ? { systemVersion: 'Terminal-Bench results' } : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(parts(document), cursor),
}

interface Place {
  runKey: string
  configuration: string
}

function* parts(document: Document): Iterable<Piece> {
  const fields = new Fields(document.json())
  const trials = fields.list('results')
  const configuration = configurationOf(document.path, new Fields(trials[0]))
  const place = { runKey: shortId(`${TERMINAL_BENCH.key}/${fields.id('id') ?? configuration}`), configuration }
  const tally = runTally()
  const seen = new Map<string, number>()
  yield { records: [jobRecord(TERMINAL_BENCH, { ref: 'results' })] }
  for (const [index, value] of trials.entries()) {
    const ref = `results #${index + 1}`
    const task = new Fields(value).id('task_id')
    if (!isObject(value) || task === null) {
      yield rejection(ref, 'it names no task')
      continue
    }
    const repeat = seen.get(task) ?? 0
    seen.set(task, repeat + 1)
    const records = trialRecords(new Fields(value), place, task, { repeat, ref })
    for (const record of records) if (record.kind === 'result') tallied(tally, record)
    yield { records, done: index / trials.length }
  }
  yield { records: [runOf(fields, place, tally)] }
}

/** The folder of the run is named for it; the agent and its model stand in another file. */
function configurationOf(path: string, trial: Fields): string {
  const run = trial.id('trial_name')?.split('.').at(-1) ?? null
  const named = setNameOf(path, run)
  return named === 'unnamed' ? (run ?? named) : named
}

function trialRecords(
  trial: Fields,
  { runKey, configuration }: Place,
  task: string,
  { repeat, ref }: { repeat: number; ref: string },
): CanonicalRecord[] {
  const counts = { input: trial.tokens('total_input_tokens'), output: trial.tokens('total_output_tokens') }
  const rest = { cacheRead: null, cacheWrite: null, reasoning: null, total: null }
  const usage = usageFrom({ ...counts, ...rest }, true, trial.flags)
  const [from, to] = [trial.time('agent_started_at'), trial.time('agent_ended_at')]
  const failure = trial.id('failure_mode')
  const tests = Object.values(trial.json('parser_results') ?? {})
  const at = trial.time('trial_ended_at') ?? to
  const result = resultRecord({
    part: 'row',
    ref,
    jobKey: TERMINAL_BENCH.key,
    runKey,
    configuration,
    itemKey: task,
    repeat,
    resolved: trial.bool('is_resolved'),
    usage,
    costPico: trial.pico('total_cost') || null,
    seconds: from === null || to === null || to < from ? null : (Date.parse(to) - Date.parse(from)) / 1_000,
    at,
    error: failure === null || NO_FAILURE.has(failure) ? null : failure,
    data: {
      trial: trial.id('trial_name'),
      startedAt: trial.time('trial_started_at'),
      testsPassed: tests.filter((test) => test === 'passed').length,
      testsFailed: tests.filter((test) => test !== 'passed').length,
    },
    flags: [...trial.flags],
  })
  const nativeId = trial.id('id') ?? shortId(`${runKey}/${task}/${repeat}`)
  return usage === null ? [result] : [result, usageRecord({ nativeId, runKey, usage, at, ref })]
}

function runOf(fields: Fields, { runKey, configuration }: Place, tally: RunTally) {
  const share = tally.items === 0 ? null : tally.resolved / tally.items
  const { data, flags } = headlines([
    compareAmount('resolved', fields.count('n_resolved'), tally.resolved),
    compareAmount('accuracy', fields.number('accuracy'), share),
  ])
  return runRecord(TERMINAL_BENCH, {
    runKey,
    name: configuration,
    ref: 'results',
    status: statusOf(tally),
    startedAt: tally.firstAt,
    endedAt: tally.lastAt,
    data: { ...data, items: tally.items, resolved: tally.resolved },
    flags: [...tallyFlags(tally), ...flags],
  })
}
