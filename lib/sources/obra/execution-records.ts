import type { CanonicalRecord, FailureRecord, MetricRecord, PhaseRecord, RunRecord } from '@/lib/model/records'
import type { Status } from '@/lib/model/status'
import { BLANK_FAILURE, BLANK_METRIC, BLANK_PHASE, BLANK_RUN } from '@/lib/sources/blank-records'
import { stableHash } from '@/lib/sources/stable-hash'
import type { CallSum } from './call-sum'
import type { ObraLookups } from './database-lookups'
import { isProgress, loopRecords } from './decision-loop'
import type { Execution, Iteration } from './executions'
import { errorStatus, plainWord } from './states'
import { failureCause, type TaskResult } from './task-result'

/** What the row of a task tells of its executions; null for a task that has no row. */
interface TaskFacts {
  name: string | null
  type: string | null
  project: string | null
  result: TaskResult
  updatedAt: string | null
  ref: string
}

interface Verdict {
  statusRaw: string | null
  status: Status
  /** Whether a record says how it ended. */
  terminal: boolean
}

/** What is known of an iteration's end: "completed" is written whatever happened, so only its calls tell. */
export function iterationStatus({ calls, error, validated, decision }: CallSum, isOpen: boolean): Status {
  if (error !== null) return errorStatus(error)
  if (isOpen) return 'running'
  if (calls === 0 || validated === null) return 'unknown'
  if (!validated) return 'failed'
  // A valid answer that has to be clarified or tried again brought the task no further.
  return isProgress(decision) ? 'succeeded' : 'unknown'
}

function iterationFlags({ statusRaw, sessionKey }: Iteration, status: Status): string[] {
  const saysDone = plainWord(statusRaw) === 'completed'
  if (saysDone && (status === 'failed' || status === 'timed_out')) return ['status_conflict']
  return status === 'unknown' && sessionKey !== null ? ['claimed_not_verified'] : []
}

const isOpenIteration = ({ sessionKey, startedAt, endedAt }: Iteration) =>
  sessionKey !== null && startedAt !== null && endedAt === null

function verdict(execution: Execution, task: TaskFacts | null): Verdict {
  const result = execution.isLast ? (task?.result ?? null) : null
  if (result !== null && result.statusRaw !== null)
    return { statusRaw: result.statusRaw, status: result.status, terminal: true }
  const last = execution.iterations.at(-1)
  if (execution.isOpen) return { statusRaw: null, status: 'running', terminal: false }
  const error = last?.calls.error ?? null
  // A limit of turns ends the execution only when the retry ran into it too, which is then its last call.
  if (error !== null) return { statusRaw: error, status: errorStatus(error), terminal: false }
  return { statusRaw: null, status: 'unknown', terminal: false }
}

const tokensOf = ({ iterations, loose }: Execution): bigint | null =>
  iterations.reduce<bigint | null>((sum, { calls, tokensStored }) => {
    const own = calls.tokens ?? tokensStored
    return own === null ? sum : (sum ?? 0n) + own
  }, loose.tokens)

const isFailed = (status: Status) => status === 'failed' || status === 'timed_out'

/** The run of an execution, its iterations, and what is wrong with it. */
export function executionRecords(
  execution: Execution,
  task: TaskFacts | null,
  lookups: ObraLookups,
): CanonicalRecord[] {
  const { runKey, taskKey } = execution
  const said = verdict(execution, task)
  const failed = isFailed(said.status)
  const files = execution.isLast ? lookups.filesOf(taskKey) : 0
  const reason = said.terminal && said.status !== 'succeeded' ? (task?.result.reason ?? null) : null
  const run: RunRecord = {
    ...BLANK_RUN,
    runKey,
    name: task?.name ?? null,
    project: task?.project ?? lookups.projectName(execution.projectKey),
    job: { key: taskKey, name: task?.name ?? null, type: task?.type ?? null, inferred: task === null },
    statusRaw: said.statusRaw,
    status: said.status,
    failureReason: failed ? (reason ?? said.statusRaw) : null,
    createdAt: execution.startedAt,
    updatedAt: execution.isLast && said.terminal ? (task?.updatedAt ?? execution.lastAt) : execution.lastAt,
    startedAt: execution.startedAt,
    endedAt: execution.endedAt,
    data: runData(execution, said.terminal, files),
    ref: task?.ref ?? `task #${taskKey.slice(0, 150)}`,
    flags: runFlags(execution, task, said, lookups),
  }
  const failures = failed && said.terminal ? [runFailure(run, reason ?? said.statusRaw ?? 'failed')] : []
  return [
    run,
    ...iterationRecords(execution, run.ref),
    ...failures,
    ...loopRecords(execution.runKey, execution.iterations, run.ref),
  ]
}

function runFlags(execution: Execution, task: TaskFacts | null, said: Verdict, lookups: ObraLookups): string[] {
  const flags = new Set<string>(execution.startedAt === null ? ['missing_start'] : [])
  const around = execution.around === null ? null : (lookups.session(execution.around)?.tokens ?? null)
  if (task === null) flags.add('orphan_run')
  if (tokensOf(execution) === null && around === null) flags.add('tokens_unknown')
  // A limit that was reached says nothing of what had been written by then.
  if (isFailed(said.status) && execution.isLast && lookups.filesOf(execution.taskKey) > 0) flags.add('status_conflict')
  if (said.status === 'succeeded' && isUnfounded(execution)) flags.add('claimed_not_verified')
  if (task !== null && execution.isLast && !task.result.known) flags.add('enum_unknown')
  return [...flags]
}

/** "Completed" with no iteration at all, or after one that failed, is a claim. */
const isUnfounded = ({ iterations }: Execution) =>
  iterations.length === 0 ||
  iterations.every(({ calls }) => calls.calls === 0) ||
  iterations.at(-1)?.calls.error != null

function runData(execution: Execution, terminalRecord: boolean, files: number): Record<string, unknown> {
  const { iterations, around, loose } = execution
  return {
    inferred: true,
    iterations: iterations.length,
    terminalRecord,
    ...(around === null ? {} : { taskSession: around }),
    ...(loose.calls > 0 ? { callsOutsideSessions: loose.calls } : {}),
    ...(files > 0 ? { filesWritten: files } : {}),
  }
}

function iterationRecords(execution: Execution, ref: string): PhaseRecord[] {
  return execution.iterations.map((iteration): PhaseRecord => {
    const { phaseKey, index, calls, sessionKey } = iteration
    const isOpen = isOpenIteration(iteration)
    const status = iterationStatus(calls, isOpen)
    return {
      ...BLANK_PHASE,
      runKey: execution.runKey,
      phaseKey,
      index,
      name: `Iteration ${index}`,
      statusRaw: iteration.statusRaw,
      status,
      phaseType: 'iteration',
      tokensStored: iteration.tokensStored,
      failureReason: calls.error,
      startedAt: iteration.startedAt,
      endedAt: iteration.endedAt,
      updatedAt: iteration.endedAt ?? calls.lastAt ?? iteration.startedAt,
      data: {
        ...(sessionKey === null ? {} : { sessionKey }),
        calls: calls.calls,
        decision: calls.decision,
        quality: calls.quality,
        confidence: calls.confidence,
        validated: calls.validated,
      },
      ref: sessionKey === null ? ref : `session_record ${sessionKey.slice(0, 150)}`,
      flags: iterationFlags(iteration, status),
    }
  })
}

function runFailure(run: RunRecord, message: string): FailureRecord {
  return {
    ...BLANK_FAILURE,
    failureKey: `run/${stableHash([run.runKey, run.statusRaw, message])}`,
    runKey: run.runKey,
    at: run.endedAt ?? run.updatedAt,
    message,
    type: run.statusRaw,
    ...failureCause(message, run.statusRaw),
    updatedAt: run.updatedAt,
    ref: run.ref,
  }
}

/** Sums over a task's sessions as Obra itself reports them, as metrics of the job. */
export function totalMetrics(taskKey: string, lookups: ObraLookups, ref: string): MetricRecord[] {
  const totals = lookups.totalsOf(taskKey)
  if (totals === null) return []
  const tokens = totals.tokens === null ? null : Number(totals.tokens)
  const values = {
    total_tokens: tokens,
    total_turns: totals.turns,
    total_cost: totals.costUsd,
    num_iterations: totals.sessions,
    avg_tokens_per_iteration: tokens === null ? null : tokens / totals.sessions,
  }
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({
      ...BLANK_METRIC,
      jobKey: taskKey,
      metricKey: `task/${taskKey}/${name}`,
      name,
      value,
      ref,
    }))
}
