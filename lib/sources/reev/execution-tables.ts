import type { CanonicalRecord } from '@/lib/model/records'
import { BLANK_METRIC, BLANK_SESSION } from '@/lib/sources/blank-records'
import { idOf, JsonCells } from '@/lib/sources/json-cells'
import type { TablePart } from '@/lib/sources/read-tables'
import type { RowCells } from '@/lib/sources/row-cells'
import { runName } from './benchmark-name'
import { benchmarkRecord } from './benchmark-reader'
import { type KnownSession, knownSession, type ReevLookups } from './database-lookups'
import { type Execution, executionRecords, resultFacts } from './execution-records'
import { executionStatus, writtenStatus } from './execution-status'
import { parseYaml } from './flow-yaml'
import { errorText } from './steps'

const REF_MAX = 150
export const rowRef = (table: string, cells: RowCells, key: string | null = null) =>
  `${table} #${(key ?? String(cells.rowid)).slice(0, REF_MAX)}`

export const benchmarksTable: TablePart<ReevLookups> = {
  table: 'benchmarks',
  columns: ['id', 'benchmark_name', 'prompt', 'content', 'created_at'],
  times: ['created_at'],
  read: (cells, { benchmarkOf }) => {
    const name = benchmarkOf(cells.text('benchmark_name'))
    if (name === null) return { reason: 'the benchmark has no name' }
    const definition = new JsonCells(parseYaml(cells.text('content') ?? '').value)
    const fields = {
      prompt: cells.text('prompt'),
      description: definition.raw('description'),
      tags: definition.raw('tags'),
    }
    const ref = rowRef('benchmarks', cells, cells.key('id'))
    const record = benchmarkRecord(new JsonCells(fields), { name, ref, at: cells.time('created_at') })
    return { records: [{ ...record, flags: [...record.flags, ...cells.flags] }] }
  },
}

export const statesTable: TablePart<ReevLookups> = {
  table: 'execution_states',
  columns: [
    ...['execution_id', 'benchmark_id', 'agent', 'status', 'created_at', 'updated_at', 'progress', 'error_message'],
    ...['result_data', 'metadata'],
  ],
  times: ['created_at', 'updated_at'],
  read: (cells, { benchmarkOf, sessionOf }) => {
    const id = idOf(cells.key('execution_id'))
    if (id === null) return { reason: 'the execution has no id' }
    const session = sessionOf(id)
    const result = resultFacts(cells.json('result_data'))
    const execution: Execution = {
      id,
      benchmark: benchmarkOf(cells.text('benchmark_id')) ?? session?.benchmark ?? null,
      agent: cells.text('agent') ?? session?.agent ?? null,
      statusRaw: cells.text('status'),
      message: errorText(cells.text('error_message')),
      createdAt: cells.time('created_at'),
      updatedAt: cells.time('updated_at'),
      startedAt: session?.startedAt ?? null,
      endedAt: session?.endedAt ?? null,
      progress: cells.real('progress'),
      score: result.score ?? session?.score ?? null,
      durationMs: result.durationMs,
      goal: result.goal,
      metadata: cells.json('metadata'),
      source: 'execution_states',
      flags: cells.flags,
      ref: rowRef('execution_states', cells, id),
    }
    return { records: executionRecords({ ...execution, flags: [...cells.flags] }) }
  },
}

export const sessionsTable: TablePart<ReevLookups> = {
  table: 'execution_sessions',
  columns: [
    ...['session_id', 'benchmark_id', 'agent_type', 'interface', 'start_time', 'end_time', 'status', 'score'],
    ...['final_status', 'log_file_path', 'created_at'],
  ],
  times: ['created_at', 'start_time', 'end_time'],
  read: (cells, { benchmarkOf, hasState }) => {
    const id = idOf(cells.key('session_id'))
    if (id === null) return { reason: 'the session has no id' }
    const known = knownSession(id, cells, benchmarkOf)
    const ref = rowRef('execution_sessions', cells, id)
    const records: CanonicalRecord[] = [sessionRecord(id, known, cells, ref)]
    if (!hasState(id)) records.push(...executionRecords(executionOf(id, known, cells, ref)))
    if (known.score !== null) {
      const metricKey = `${known.sessionKey}/score`
      const data = { agent: known.agent, sessionKey: known.sessionKey }
      const { benchmark: jobKey, score: value, endedAt: at } = known
      records.push({ ...BLANK_METRIC, metricKey, jobKey, runKey: id, name: 'score', value, at, data, ref })
    }
    return { records }
  },
}

/** The last word on a session: its final status, which says more than that it is completed. */
const lastWord = (known: KnownSession) => known.finalStatus ?? known.status

function sessionRecord(id: string, known: KnownSession, cells: RowCells, ref: string): CanonicalRecord {
  const statusRaw = writtenStatus(lastWord(known))
  const { status, known: isKnown } = executionStatus(statusRaw, null)
  return {
    ...BLANK_SESSION,
    sessionKey: known.sessionKey,
    runKey: id,
    name: runName(known.benchmark, known.agent),
    role: 'runner',
    agent: known.agent,
    taskId: known.benchmark,
    statusRaw,
    status,
    startedAt: known.startedAt,
    endedAt: known.endedAt,
    updatedAt: known.endedAt ?? known.startedAt,
    data: {
      source: 'execution_sessions',
      sessionId: id,
      terminalRecord: known.endedAt !== null,
      ...(known.score === null ? {} : { score: known.score }),
      ...cells.data(['interface', 'status', 'log_file_path']),
    },
    flags: ['tokens_unknown', ...cells.flags, ...(isKnown ? [] : ['enum_unknown'])],
    ref,
  }
}

function executionOf(id: string, known: KnownSession, cells: RowCells, ref: string): Execution {
  return {
    id,
    benchmark: known.benchmark,
    agent: known.agent,
    statusRaw: lastWord(known),
    message: null,
    createdAt: cells.time('created_at'),
    updatedAt: known.endedAt ?? known.startedAt,
    startedAt: known.startedAt,
    endedAt: known.endedAt,
    progress: null,
    score: known.score,
    durationMs: null,
    goal: null,
    metadata: null,
    source: 'execution_sessions',
    flags: [...cells.flags],
    ref,
  }
}
