import type { CanonicalRecord, ResultRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { statusClass } from '@/lib/model/status'
import { BLANK_RESULT, BLANK_RUN } from '@/lib/sources/blank-records'
import { JsonCells } from '@/lib/sources/json-cells'
import { benchmarkJob, runName } from './benchmark-name'
import { executionStatus, scoreInMessage, writtenStatus } from './execution-status'
import { reevFailure } from './tool-calls'

const SECOND_MS = 1_000
const MINUTE_S = 60

/** An execution's state as the database keeps it and the API answers it; what a source leaves out is null. */
export interface Execution {
  id: string
  benchmark: string | null
  agent: string | null
  statusRaw: string | null
  message: string | null
  createdAt: string | null
  updatedAt: string | null
  startedAt: string | null
  endedAt: string | null
  progress: number | null
  score: number | null
  durationMs: number | null
  goal: string | null
  metadata: unknown
  source: string
  flags: Iterable<string>
  ref: string
}

/** The run of an execution; with its failure and, once it has ended, its result. */
export function executionRecords(execution: Execution): CanonicalRecord[] {
  const { id, message, ref } = execution
  const statusRaw = writtenStatus(execution.statusRaw)
  const { status, known } = executionStatus(statusRaw, message)
  const score = execution.score ?? scoreInMessage(message)
  const flags = new Set(['tokens_unknown', ...execution.flags])
  if (!known) flags.add('enum_unknown')
  if (status === 'succeeded' && score === null) flags.add('score_missing')
  const hasEnded = statusClass(status) === 'succeeded' || statusClass(status) === 'failed'
  const endedAt = execution.endedAt ?? (hasEnded ? execution.updatedAt : null)
  const records: CanonicalRecord[] = [
    {
      ...BLANK_RUN,
      runKey: id,
      name: runName(execution.benchmark, execution.agent),
      job: benchmarkJob(execution.benchmark),
      statusRaw,
      status,
      failureReason: message,
      createdAt: execution.createdAt,
      updatedAt: execution.updatedAt,
      startedAt: execution.startedAt,
      endedAt,
      maxDurationMinutes: timeoutMinutes(execution.metadata),
      goal: execution.goal,
      data: runData(execution, score, hasEnded),
      flags: [...flags],
      ref,
    },
  ]
  if (message !== null) {
    const failure = { failureKey: `${id}/execution`, message, runKey: id, at: endedAt, type: 'execution_error', ref }
    records.push(reevFailure({ ...failure, updatedAt: execution.updatedAt }, statusRaw))
  }
  const result = hasEnded ? resultOf(execution, status, score, endedAt) : null
  return result === null ? records : [...records, result]
}

function runData(execution: Execution, score: number | null, hasEnded: boolean): Record<string, unknown> {
  const { agent, durationMs, metadata, source } = execution
  const hasMetadata = typeof metadata === 'object' && metadata !== null && Object.keys(metadata).length > 0
  return {
    source,
    terminalRecord: hasEnded,
    ...(agent === null ? {} : { agent }),
    ...(score === null ? {} : { score }),
    ...(durationMs === null ? {} : { executionMs: durationMs }),
    // Nothing known is stored as 0: only what is more is progress.
    ...(execution.progress === null || execution.progress === 0 ? {} : { progress: execution.progress }),
    ...(hasMetadata ? { metadata } : {}),
  }
}

function timeoutMinutes(metadata: unknown): number | null {
  const seconds = new JsonCells(metadata).number('timeout_seconds')
  return seconds === null || seconds <= 0 || seconds > 1e9 ? null : Math.ceil(seconds / MINUTE_S)
}

function resultOf(
  execution: Execution,
  status: Status,
  score: number | null,
  endedAt: string | null,
): ResultRecord | null {
  const { benchmark, agent, id, durationMs, message, ref } = execution
  if (benchmark === null || agent === null) return null
  return {
    ...BLANK_RESULT,
    jobKey: benchmark,
    runKey: id,
    configuration: agent,
    itemKey: benchmark,
    resolved: status === 'succeeded',
    score,
    seconds: durationMs === null ? null : durationMs / SECOND_MS,
    at: endedAt,
    error: message,
    data: { finalStatus: writtenStatus(execution.statusRaw) },
    ref,
  }
}

/** Whether a final status counts as success, as reev's own summary counts it. */
export const isSuccess = (finalStatus: string | null) => executionStatus(finalStatus, null).status === 'succeeded'

/** What an execution's result says: its score and duration, wherever a version keeps them. */
export function resultFacts(result: unknown): { score: number | null; durationMs: number | null; goal: string | null } {
  const cells = new JsonCells(result)
  const inner = cells.cells('final_result')
  return {
    score: cells.number('score') ?? inner.number('score'),
    durationMs: cells.number('execution_time_ms') ?? inner.number('execution_time_ms'),
    goal: cells.cells('data').text('prompt') ?? inner.cells('data').text('prompt'),
  }
}
