import type { CanonicalRecord } from '@/lib/model/records'
import type { SqliteSource } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import { type Call, inferAttempts, type PhaseTries } from './attempts'
import { inferSessions, type RunCall } from './sessions'
import { phaseStatus } from './states'
import { recordedAmounts } from './usage-table'

/** What is inferred of one run, and how many rows of the ordered reading it and all before it took. */
export interface RunActivity {
  records: CanonicalRecord[]
  rowsRead: number
}

interface ActivityCall extends RunCall, Call {
  phaseKey: string | null
  order: bigint
}

const USAGE = 'llm_usage_events'
const PHASES_MAX = 20_000
const CALL_COLUMNS = [
  'id',
  'run_id',
  'phase_id',
  'role',
  'model',
  'total_tokens',
  'prompt_tokens',
  'completion_tokens',
  'created_at',
]
const TRY_COLUMNS = [
  'phase_id',
  'state',
  'last_failure_reason',
  'builder_attempts',
  'retry_attempt',
  'last_attempt_timestamp',
  'updated_at',
]

const present = (source: SqliteSource, table: string, columns: readonly string[]) => {
  const known = source.tables().find(({ name }) => name === table)?.columns ?? []
  return columns.filter((column) => known.includes(column))
}

/**
 * Sessions and attempts, run by run: usage is read ordered by run, so that a run is inferred from all of its calls at
 * once and reading can begin again after any run.
 * @param skip rows of the ordered reading that are behind us
 */
export function* runActivities(source: SqliteSource, skip: number): Iterable<RunActivity> {
  const columns = present(source, USAGE, CALL_COLUMNS)
  if (!columns.includes('run_id')) return
  let runKey: string | null = null
  let calls: ActivityCall[] = []
  let rowsRead = skip
  for (const row of source.ordered(USAGE, columns, 'run_id', skip)) {
    const cells = new RowCells(row)
    const key = cells.key('run_id')
    if (key !== runKey) {
      if (runKey !== null) yield { records: inferRun(source, runKey, calls), rowsRead }
      runKey = key
      calls = []
    }
    rowsRead += 1
    if (key !== null && cells.key('id') !== null) calls.push(callOf(cells))
  }
  if (runKey !== null) yield { records: inferRun(source, runKey, calls), rowsRead }
}

function callOf(cells: RowCells): ActivityCall {
  const { total } = recordedAmounts(cells)
  return {
    role: cells.text('role'),
    model: cells.text('model'),
    at: cells.time('created_at'),
    total: total === 0n ? null : total,
    phaseKey: cells.key('phase_id'),
    order: cells.rowid,
  }
}

/** By time, then in the order they were written; calls without a time come last. */
function inOrder(a: ActivityCall, b: ActivityCall): number {
  const [x, y] = [a.at ?? '~', b.at ?? '~']
  if (x !== y) return x < y ? -1 : 1
  return a.order < b.order ? -1 : 1
}

function inferRun(source: SqliteSource, runKey: string, calls: ActivityCall[]): CanonicalRecord[] {
  const ordered = calls.sort(inOrder)
  const byPhase = new Map<string, ActivityCall[]>()
  for (const call of ordered) {
    if (call.phaseKey === null) continue
    const list = byPhase.get(call.phaseKey)
    if (list) list.push(call)
    else byPhase.set(call.phaseKey, [call])
  }
  const tries = byPhase.size > 0 ? triesOf(source, runKey) : new Map<string, PhaseTries>()
  const phases = [...byPhase].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...inferSessions(runKey, ordered),
    ...phases.flatMap(([phaseKey, own]) => inferAttempts(runKey, phaseKey, own, tries.get(phaseKey) ?? null)),
  ]
}

function triesOf(source: SqliteSource, runKey: string): Map<string, PhaseTries> {
  const columns = present(source, 'phases', TRY_COLUMNS)
  const tries = new Map<string, PhaseTries>()
  if (!present(source, 'phases', ['run_id', 'phase_id']).includes('run_id')) return tries
  for (const row of source.matching('phases', columns, 'run_id', runKey, PHASES_MAX)) {
    const cells = new RowCells(row)
    const phaseKey = cells.key('phase_id')
    if (phaseKey === null) continue
    tries.set(phaseKey, {
      status: phaseStatus(cells.text('state')).status,
      failureReason: cells.text('last_failure_reason'),
      builderAttempts: cells.count('builder_attempts'),
      retryAttempt: cells.count('retry_attempt'),
      lastAttemptAt: cells.time('last_attempt_timestamp'),
      updatedAt: cells.time('updated_at'),
    })
  }
  return tries
}
