import type { JobRecord } from '@/lib/model/records'
import { refOf } from '@/lib/sources/autopack/table-reader'
import { BLANK_FAILURE, BLANK_JOB } from '@/lib/sources/blank-records'
import type { TablePart } from '@/lib/sources/read-tables'
import type { RowCells } from '@/lib/sources/row-cells'
import { stableHash } from '@/lib/sources/stable-hash'
import type { ObraLookups } from './database-lookups'
import { executionRecords, totalMetrics } from './execution-records'
import type { Execution } from './executions'
import { resultStatus, taskStatus } from './states'
import { failureCause, type TaskResult, taskResult } from './task-result'

const TIMES = ['created_at', 'updated_at', 'started_at', 'completed_at'] as const
const JSON_DATA = ['dependencies', 'result', 'task_metadata']
const TASK_DATA = [
  'project_id',
  'parent_task_id',
  'epic_id',
  'story_id',
  'milestone_id',
  'assigned_to',
  'priority',
  'retry_count',
  'max_retries',
  'requires_adr',
  'has_architectural_changes',
  'changes_summary',
  'documentation_status',
  'is_deleted',
  ...JSON_DATA,
]

/** Tasks: each is a job, and each chain of its iteration sessions a run. */
export const taskTable: TablePart<ObraLookups> = {
  table: 'task',
  columns: ['id', 'title', 'description', 'status', 'task_type', 'context', ...TIMES, ...TASK_DATA],
  times: TIMES,
  read: (cells, lookups) => {
    const jobKey = cells.key('id')
    if (jobKey === null) return { reason: 'the task has no id' }
    const result = taskResult(cells)
    const executions = lookups.executionsOf(jobKey)
    const job = jobOf(cells, jobKey, result, executions, lookups)
    const { name, type, project, updatedAt, ref } = job
    const task = { name, type, project, result, updatedAt, ref }
    return {
      records: [
        job,
        ...failureOf(job, executions),
        ...executions.flatMap((execution) => executionRecords(execution, task, lookups)),
        ...totalMetrics(jobKey, lookups, ref),
      ],
    }
  },
}

function jobOf(
  cells: RowCells,
  jobKey: string,
  result: TaskResult,
  executions: readonly Execution[],
  lookups: ObraLookups,
): JobRecord {
  const statusRaw = cells.text('status')
  const stated = taskStatus(statusRaw)
  if (!stated.known || !result.known) cells.flags.add('enum_unknown')
  // Of a task that completed, the assessed outcome says how well.
  const status =
    stated.status === 'succeeded' && result.outcome !== null ? resultStatus(null, result.outcome).status : stated.status
  for (const flag of evidenceFlags(status, result, executions)) cells.flags.add(flag)
  const failed = status === 'failed'
  if (failed && result.reason === null) cells.flags.add('missing_reason')
  const config = cells.json('context')
  return {
    ...BLANK_JOB,
    jobKey,
    parentKey: cells.key('parent_task_id') ?? cells.key('story_id') ?? cells.key('epic_id'),
    name: cells.text('title'),
    type: cells.text('task_type')?.trim().toLowerCase() ?? null,
    project: lookups.projectName(cells.key('project_id')),
    statusRaw,
    status,
    failureReason: failed ? result.reason : null,
    goal: cells.text('description'),
    bestScore: result.quality,
    config: typeof config === 'object' && config !== null && !Array.isArray(config) ? { ...config } : null,
    createdAt: cells.time('created_at'),
    updatedAt: cells.time('updated_at'),
    startedAt: cells.time('started_at') ?? executions[0]?.startedAt ?? null,
    endedAt: cells.time('completed_at'),
    data: { ...cells.data(TASK_DATA, JSON_DATA), ...evidenceOf(executions) },
    ref: refOf('task', cells, jobKey),
    flags: [...cells.flags],
  }
}

/** What the sessions and the result say against the state of the row, which is hardly ever written. */
function evidenceFlags(
  status: JobRecord['status'],
  result: TaskResult,
  executions: readonly Execution[],
): ReadonlySet<string> {
  const flags = new Set<string>()
  const ran = executions.some(({ iterations }) => iterations.length > 0)
  const isOver = ran && executions.every(({ isOpen }) => !isOpen)
  if (status === 'queued' && (isOver || result.statusRaw !== null)) flags.add('status_conflict')
  if (status === 'succeeded' && ['failed', 'stopped'].includes(result.status)) flags.add('status_conflict')
  const worked = executions.some(
    ({ iterations, loose }) => iterations.some(({ calls }) => calls.calls > 0) || loose.calls > 0,
  )
  if (status === 'succeeded' && !worked) flags.add('claimed_not_verified')
  if (status === 'succeeded' && result.statusRaw !== null && result.quality === null) flags.add('score_missing')
  return flags
}

function evidenceOf(executions: readonly Execution[]): Record<string, unknown> {
  const last = executions.at(-1)
  if (last === undefined) return {}
  return { executions: executions.length, lastIterations: last.iterations.length, lastEvidenceAt: last.lastAt }
}

/** A failure that no execution can show, because none was recorded. */
function failureOf(job: JobRecord, executions: readonly Execution[]) {
  if (job.failureReason === null || executions.length > 0) return []
  return [
    {
      ...BLANK_FAILURE,
      failureKey: `task/${stableHash([job.jobKey, job.failureReason])}`,
      at: job.endedAt ?? job.updatedAt,
      message: job.failureReason,
      type: job.statusRaw,
      ...failureCause(job.failureReason, job.statusRaw),
      updatedAt: job.updatedAt,
      data: { jobKey: job.jobKey },
      ref: job.ref,
    },
  ]
}
