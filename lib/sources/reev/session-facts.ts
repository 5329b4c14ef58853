import type { Status } from '@/lib/model/status'
import { JsonCells } from '@/lib/sources/json-cells'
import { benchmarkName, sessionKeyOf } from './benchmark-name'
import { executionStatus, writtenStatus } from './execution-status'

const SECOND_MS = 1_000

/** What a session file says of its session as a whole. */
export interface SessionFacts {
  /** The execution's id; runs are keyed by it. */
  id: string
  sessionKey: string
  benchmark: string | null
  agent: string | null
  startedAt: string | null
  endedAt: string | null
  /** Null while no final result is written. */
  result: JsonCells | null
  statusRaw: string | null
  status: Status
  success: boolean | null
  score: number | null
  executionMs: number | null
  prompt: string | null
  steps: readonly unknown[]
  flags: string[]
}

/** Reads the head of a session file. @returns why it cannot be one, when it cannot */
export function sessionFacts(cells: JsonCells, idFromName: string | null): SessionFacts | { reason: string } {
  const id = cells.key('session_id') ?? idFromName
  if (id === null) return { reason: 'the session has no id' }
  const benchmark = benchmarkName(cells.raw('benchmark_id'))
  const startedAt = cells.time('start_time')
  const endedAt = cells.time('end_time')
  const result = cells.raw('final_result') == null ? null : cells.cells('final_result')
  const verdict = verdictOf(result, endedAt)
  const data = result?.cells('data') ?? new JsonCells(null)
  const steps = data.list('steps')
  const executionMs = result?.number('execution_time_ms') ?? null
  const prompt = data.text('prompt')
  const flags = new Set(['tokens_unknown', ...cells.flags, ...(result?.flags ?? []), ...data.flags, ...verdict.flags])
  if (isBinary(verdict.score, steps)) flags.add('score_binary')
  if (executionMs !== null && executionMs % SECOND_MS === 0) flags.add('duration_second_resolution')
  if (verdict.status === 'succeeded' && verdict.score === null) flags.add('score_missing')
  return {
    id,
    sessionKey: sessionKeyOf(id, benchmark, startedAt),
    benchmark,
    agent: cells.text('agent_type'),
    startedAt,
    endedAt,
    result,
    statusRaw: verdict.statusRaw,
    status: verdict.status,
    success: verdict.success,
    score: verdict.score,
    executionMs,
    prompt,
    steps,
    flags: [...flags],
  }
}

/** What the final result says. A file without one is of a session that still runs, or that ended without a word. */
function verdictOf(result: JsonCells | null, endedAt: string | null) {
  if (result === null) {
    const status: Status = endedAt === null ? 'running' : 'unknown'
    return { statusRaw: null, status, success: null, score: null, flags: [] }
  }
  const statusRaw = writtenStatus(result.text('status'))
  const success = result.bool('success')
  const { status: said, known } = executionStatus(statusRaw, null)
  const bySuccess: Status = success === null ? 'unknown' : success ? 'succeeded' : 'failed'
  const contradicts = said !== 'unknown' && success !== null && (said === 'succeeded') !== success
  const flags = [...(known ? [] : ['enum_unknown']), ...(contradicts ? ['status_conflict'] : [])]
  return { statusRaw, status: said === 'unknown' ? bySuccess : said, success, score: result.number('score'), flags }
}

/** A session completed from its trace has no other scores than 0 and 1, whatever the runner had computed. */
function isBinary(score: number | null, steps: readonly unknown[]): boolean {
  if (steps.length === 0) return false
  const wentWell = steps.some(
    (step) => new JsonCells(step).cells('observation').text('last_transaction_status') === 'Success',
  )
  return score === (wentWell ? 1 : 0)
}
