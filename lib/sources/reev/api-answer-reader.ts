import type { CanonicalRecord } from '@/lib/model/records'
import { BLANK_METRIC, BLANK_RESULT } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { benchmarkName } from './benchmark-name'
import { benchmarkRecord } from './benchmark-reader'
import { executionRecords, isSuccess, resultFacts } from './execution-records'
import { writtenStatus } from './execution-status'
import { flowCallRecords, flowCalls } from './flow-calls'
import { errorText } from './steps'

type Answer = 'execution' | 'performance' | 'benchmark'

const SYSTEM_WORDS: Record<Answer, string> = {
  execution: 'API answer: execution status',
  performance: 'API answer: agent performance',
  benchmark: 'API answer: benchmarks',
}

const has = (value: object, ...names: string[]) => names.every((name) => Object.hasOwn(value, name))

/** Which answer an object is; null for what reev does not say. */
function answerOf(value: unknown): Answer | null {
  if (!isObject(value)) return null
  if (has(value, 'execution_id', 'status') && (has(value, 'benchmark_id') || has(value, 'tool_calls', 'duration_ms')))
    return 'execution'
  if (has(value, 'agent_type', 'results') && (has(value, 'average_score') || has(value, 'total_benchmarks')))
    return 'performance'
  return has(value, 'id', 'description', 'tags', 'prompt') ? 'benchmark' : null
}

const itemsOf = (document: Document): readonly unknown[] => {
  const value = document.json()
  return Array.isArray(value) ? value : [value]
}

/** Answers of reev's API, saved as they came: an execution's status, benchmarks with their runs, agent performance. */
export const apiAnswerReader: DocumentReader = {
  system: 'reev',
  parserVersion: 1,

  detect: (document) => {
    if (!/\.json$/i.test(document.path) || !/^\s*[[{]/.test(document.text().slice(0, 100))) return null
    const answer = answerOf(itemsOf(document)[0])
    return answer === null ? null : { systemVersion: SYSTEM_WORDS[answer] }
  },

  latestAt: (document) => {
    let latest: string | null = null
    for (const at of itemsOf(document).flatMap(timesOf)) if (latest === null || at > latest) latest = at
    return latest
  },

  *read(document, cursor) {
    const items = itemsOf(document)
    yield* inBatches(pieces(items), cursor)
  },
}

function timesOf(item: unknown): string[] {
  const cells = new JsonCells(item)
  const inner = [...cells.list('recent_executions'), ...cells.list('results')].flatMap((one) => {
    const of = new JsonCells(one)
    return [of.time('created_at'), of.time('timestamp')]
  })
  return [cells.time('updated_at'), cells.time('created_at'), ...inner].filter((at): at is string => at !== null)
}

function* pieces(items: readonly unknown[]): Iterable<Piece> {
  for (const [index, item] of items.entries()) {
    const ref = items.length === 1 ? 'answer' : `answer[${index}]`
    const answer = answerOf(item)
    if (answer === 'execution') yield executionPiece(new JsonCells(item), ref)
    else if (answer === 'performance') yield* performancePieces(new JsonCells(item), ref)
    else if (answer === 'benchmark') yield* benchmarkPieces(new JsonCells(item), ref)
    else yield { rejected: [{ line: null, place: ref, reason: 'it is no answer of reev' }] }
  }
}

function executionPiece(cells: JsonCells, ref: string): Piece {
  const id = cells.key('execution_id')
  if (id === null) return { rejected: [{ line: null, place: ref, reason: 'the execution has no id' }] }
  const result = resultFacts(cells.raw('result_data') ?? cells.raw('result'))
  const duration = cells.number('duration_ms')
  const records: CanonicalRecord[] = executionRecords({
    ...result,
    id,
    benchmark: benchmarkName(cells.raw('benchmark_id')),
    agent: cells.text('agent'),
    statusRaw: cells.text('status'),
    message: errorText(cells.raw('error_message')) ?? errorText(cells.raw('error')),
    createdAt: cells.time('created_at'),
    updatedAt: cells.time('updated_at'),
    startedAt: null,
    endedAt: null,
    progress: cells.number('progress'),
    // The answer to the starting of a run says 0: nothing has been measured then.
    durationMs: result.durationMs ?? (duration === 0 ? null : duration),
    metadata: cells.raw('metadata'),
    source: 'API answer',
    flags: cells.flags,
    ref,
  })
  for (const [index, call] of flowCalls(cells.list('tool_calls').map(asFlowCall)).entries()) {
    const place = { runKey: id, sessionKey: id, line: index + 1, ref: `${ref} tool_calls[${index}]` }
    records.push(...flowCallRecords(call, index, place))
  }
  return { records }
}

/** A call of an answer has its beginning and duration; a flow has beginning and end. */
function asFlowCall(value: unknown): unknown {
  const cells = new JsonCells(value)
  const startedAt = cells.time('timestamp')
  const ms = cells.number('duration_ms')
  const end = startedAt === null || ms === null || ms < 0 || ms > 1e12 ? Number.NaN : Date.parse(startedAt) + ms
  return {
    tool_name: cells.raw('tool_name'),
    start_time: cells.raw('timestamp'),
    ...(Number.isFinite(end) ? { end_time: end } : {}),
    duration_ms: ms,
    success: cells.raw('success'),
    error_message: cells.raw('error'),
    input: cells.raw('params') ?? cells.raw('tool_args'),
    output: cells.raw('result_data'),
  }
}

function* performancePieces(cells: JsonCells, ref: string): Iterable<Piece> {
  const agent = cells.text('agent_type')
  if (agent === null) {
    yield { rejected: [{ line: null, place: ref, reason: 'the performance names no agent' }] }
    return
  }
  yield { records: ['average_score', 'success_rate', 'total_benchmarks'].flatMap((name) => agentMetric(name)) }
  for (const [index, result] of cells.list('results').entries()) {
    yield resultPiece(new JsonCells(result), agent, `${ref} results[${index}]`)
  }

  function agentMetric(name: string): CanonicalRecord[] {
    const value = cells.number(name)
    if (value === null) return []
    return [{ ...BLANK_METRIC, metricKey: `agent/${agent}/${name}`, name, value, data: { agent }, ref }]
  }
}

function resultPiece(cells: JsonCells, agent: string, ref: string): Piece {
  const runKey = cells.key('session_id')
  const benchmark = benchmarkName(cells.raw('benchmark_id'))
  if (runKey === null || benchmark === null) {
    const reason = runKey === null ? 'the result names no session' : 'the result names no benchmark'
    return { rejected: [{ line: null, place: ref, reason }] }
  }
  const finalStatus = writtenStatus(cells.text('final_status'))
  const record: CanonicalRecord = {
    ...BLANK_RESULT,
    jobKey: benchmark,
    runKey,
    configuration: agent,
    itemKey: benchmark,
    resolved: finalStatus === null ? null : isSuccess(finalStatus),
    score: cells.number('score'),
    at: cells.time('timestamp'),
    data: { finalStatus },
    flags: [...cells.flags],
    ref,
  }
  return { records: [record] }
}

function* benchmarkPieces(cells: JsonCells, ref: string): Iterable<Piece> {
  const name = benchmarkName(cells.raw('id'))
  if (name === null) {
    yield { rejected: [{ line: null, place: ref, reason: 'the benchmark has no id' }] }
    return
  }
  yield { records: [benchmarkRecord(cells, { name, ref, at: null })] }
  for (const [index, execution] of cells.list('recent_executions').entries()) {
    yield recentPiece(new JsonCells(execution), name, cells.text('prompt'), `${ref} recent_executions[${index}]`)
  }
}

function recentPiece(cells: JsonCells, benchmark: string, goal: string | null, ref: string): Piece {
  const id = cells.key('execution_id')
  if (id === null) return { rejected: [{ line: null, place: ref, reason: 'the execution has no id' }] }
  return {
    records: executionRecords({
      id,
      benchmark,
      goal,
      agent: cells.text('agent_type'),
      statusRaw: cells.text('status'),
      message: null,
      createdAt: cells.time('created_at'),
      updatedAt: null,
      startedAt: null,
      endedAt: null,
      progress: null,
      score: cells.number('score'),
      durationMs: null,
      metadata: null,
      source: 'API answer',
      flags: cells.flags,
      ref,
    }),
  }
}
