import type { CanonicalRecord } from '@/lib/model/records'
import { BLANK_EVENT, BLANK_METRIC, BLANK_RESULT } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import { idOf } from '@/lib/sources/json-cells'
import type { TablePart } from '@/lib/sources/read-tables'
import type { RowCells } from '@/lib/sources/row-cells'
import type { KnownSession, ReevLookups } from './database-lookups'
import { isSuccess } from './execution-records'
import { writtenStatus } from './execution-status'
import { rowRef } from './execution-tables'
import { flowPieces } from './flow-records'
import { wentWell } from './session-events'
import { sessionLogPieces } from './session-log'
import { errorText } from './steps'
import { callEntry, reevFailure, resultEntry, toolFailure, toolTime } from './tool-calls'

const SECOND_MS = 1_000

export const logsTable: TablePart<ReevLookups> = {
  table: 'session_logs',
  columns: ['session_id', 'content', 'file_size', 'created_at'],
  times: ['created_at'],
  read: (cells, lookups) => {
    const id = idOf(cells.key('session_id'))
    if (id === null) return { reason: 'the log names no session' }
    const ref = rowRef('session_logs', cells, id)
    if (cells.flags.has('truncated_text')) return { reason: 'the log is longer than 1 MiB and is not read' }
    const value = cells.json('content')
    if (isObject(value))
      return wholePiece(
        sessionLogPieces(asSessionLog(value, lookups.sessionOf(id), id), {
          ref,
          idFromName: id,
          withRun: !lookups.hasState(id) && lookups.sessionOf(id) === null,
        }),
      )
    if (typeof value !== 'string') return { reason: 'the log is neither JSON nor a flow' }
    const source = { ref, id, benchmark: lookups.sessionOf(id)?.benchmark ?? null, at: null, data: {}, flags: [] }
    return wholePiece(flowPieces(value, source))
  },
}

/** Older logs hold the bare trace: prompt and steps, and what the session's row says stands for the rest. */
function asSessionLog(value: Record<string, unknown>, known: KnownSession | null, id: string): unknown {
  if ('final_result' in value || 'events' in value || !('steps' in value)) return value
  return {
    session_id: id,
    benchmark_id: known?.benchmark,
    agent_type: known?.agent,
    start_time: known?.startedAt,
    end_time: known?.endedAt,
    events: [],
    final_result: { score: known?.score, status: known?.finalStatus ?? known?.status, data: value },
  }
}

function wholePiece(pieces: Iterable<Piece>): Piece {
  const all = [...pieces]
  return {
    records: all.flatMap(({ records = [] }) => records),
    rejected: all.flatMap(({ rejected = [] }) => rejected),
    unparsed: all.flatMap(({ unparsed = [] }) => unparsed),
  }
}

export const performanceTable: TablePart<ReevLookups> = {
  table: 'agent_performance',
  columns: [
    ...['id', 'session_id', 'benchmark_id', 'agent_type', 'score', 'final_status', 'execution_time_ms'],
    ...['created_at', 'prompt_md5'],
  ],
  times: ['created_at'],
  read: (cells, { benchmarkOf, sessionOf }) => {
    const runKey = idOf(cells.key('session_id'))
    const agent = cells.text('agent_type')
    const benchmark = benchmarkOf(cells.text('benchmark_id')) ?? (runKey === null ? null : sessionOf(runKey)?.benchmark)
    if (runKey === null) return { reason: 'the result names no session' }
    if (agent === null || benchmark == null) return { reason: 'the result names no agent or no benchmark' }
    const finalStatus = writtenStatus(cells.text('final_status'))
    const ms = cells.real('execution_time_ms')
    const record: CanonicalRecord = {
      ...BLANK_RESULT,
      jobKey: benchmark,
      runKey,
      configuration: agent,
      itemKey: benchmark,
      sessionKey: sessionOf(runKey)?.sessionKey ?? null,
      resolved: finalStatus === null ? null : isSuccess(finalStatus),
      score: cells.real('score'),
      seconds: ms === null ? null : ms / SECOND_MS,
      at: cells.time('created_at'),
      data: { finalStatus, ...cells.data(['prompt_md5']) },
      ref: rowRef('agent_performance', cells, cells.key('id')),
    }
    return { records: [{ ...record, flags: [...cells.flags] }] }
  },
}

export const toolCallsTable: TablePart<ReevLookups> = {
  table: 'session_tool_calls',
  columns: [
    ...['id', 'session_id', 'tool_name', 'start_time', 'execution_time_ms', 'input_params', 'output_result', 'status'],
    ...['error_message', 'metadata', 'created_at', 'updated_at'],
  ],
  times: ['start_time', 'updated_at'],
  read: (cells, { sessionOf }) => {
    const runKey = idOf(cells.key('session_id'))
    if (runKey === null) return { reason: 'the call names no session' }
    return { records: toolCallRecords(cells, runKey, sessionOf(runKey)?.sessionKey ?? runKey) }
  },
}

function toolCallRecords(cells: RowCells, runKey: string, sessionKey: string): CanonicalRecord[] {
  const id = cells.key('id') ?? String(cells.rowid)
  const ref = rowRef('session_tool_calls', cells, id)
  const line = Math.min(Number(cells.rowid), 2_147_483_647)
  const place = { runKey, sessionKey, line, ref }
  const at = cells.time('start_time')
  const ms = cells.real('execution_time_ms')
  const state = cells.text('status')
  const error = errorText(cells.text('error_message'))
  const ok = wentWell(state, error)
  const start = {
    tool: cells.text('tool_name'),
    at,
    startKey: `row-${id}`,
    input: cells.text('input_params'),
    flags: [],
  }
  const records: CanonicalRecord[] = [{ ...callEntry(place, start), flags: [...cells.flags] }]
  if (state?.toLowerCase() === 'in_progress') return records
  const endedAt = cells.time('updated_at')
  const result = resultEntry(place, start, {
    at: endedAt ?? at,
    endKey: `row-${id}`,
    outcome: ok === null ? null : ok ? 'ok' : 'failed',
    output: cells.text('output_result'),
    error,
    flags: [],
    doubt: null,
  })
  records.push({ ...result, data: ms === null ? {} : { durationMs: ms } })
  if (ms !== null) records.push(toolTime(place, start, { step: line, ms, ok }))
  if (state?.toLowerCase() === 'timeout') {
    const message = error ?? `${start.tool ?? 'A tool'} timed out`
    const { entryKey } = result
    const failureKey = `${sessionKey}/${entryKey}`
    records.push(
      reevFailure({ failureKey, message, runKey, sessionKey, entryKey, at: result.at, type: 'timeout', ref }, state),
    )
  } else if (ok === false) records.push(toolFailure(place, result, error ?? `${start.tool ?? 'A tool'} failed`))
  return records
}

const CONSOLIDATED = ['avg_score', 'total_tools', 'success_rate', 'execution_duration_ms'] as const

/** Several sessions of one execution, summed up: a fact of the run with its numbers. */
export const consolidatedTable: TablePart<ReevLookups> = {
  table: 'consolidated_sessions',
  columns: [
    ...['id', 'execution_id', 'consolidated_session_id', 'consolidated_content', 'original_session_ids'],
    ...['created_at', ...CONSOLIDATED],
  ],
  times: ['created_at'],
  read: (cells) => {
    const runKey = idOf(cells.key('execution_id'))
    const key = idOf(cells.key('consolidated_session_id')) ?? cells.key('id')
    if (runKey === null || key === null) return { reason: 'the consolidation names no execution or has no id' }
    const at = cells.time('created_at')
    const ref = rowRef('consolidated_sessions', cells, key)
    const originals = cells.json('original_session_ids')
    const sessions = Array.isArray(originals) ? originals.slice(0, 500) : []
    const numbers = CONSOLIDATED.map((name) => ({ name, value: cells.real(name) }))
    const event: CanonicalRecord = {
      ...BLANK_EVENT,
      eventKey: `consolidated/${key}`,
      runKey,
      type: 'consolidation',
      at,
      title: `${sessions.length} sessions consolidated`,
      detail: cells.text('consolidated_content')?.slice(0, 10_000).toWellFormed() ?? null,
      data: { sessions },
      flags: [...cells.flags],
      ref,
    }
    const metrics = numbers.map(({ name, value }): CanonicalRecord => {
      return {
        ...BLANK_METRIC,
        metricKey: `consolidated/${key}/${name}`,
        runKey,
        name: `consolidated_${name}`,
        value,
        at,
        ref,
      }
    })
    return { records: [event, ...metrics.filter((_metric, index) => numbers[index]?.value !== null)] }
  },
}

/** Which schema the database has, as its own words; it tells nothing of any run. */
export const schemaVersionTable: TablePart<ReevLookups> = {
  table: 'schema_version',
  columns: ['version', 'applied_at', 'description'],
  times: [],
  read: () => ({ records: [] }),
}
