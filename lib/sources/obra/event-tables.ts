import type { ApprovalRecord, CanonicalRecord, EventRecord } from '@/lib/model/records'
import { refOf, titleOf } from '@/lib/sources/autopack/table-reader'
import { BLANK_EVENT } from '@/lib/sources/blank-records'
import type { TablePart } from '@/lib/sources/read-tables'
import type { RowCells } from '@/lib/sources/row-cells'
import type { ObraLookups } from './database-lookups'

interface EventShape {
  table: string
  type: string
  at: string
  /** Other times of the row. */
  times?: readonly string[]
  title: (cells: RowCells) => string
  detail?: string
  level?: string
  actor?: string
  data: readonly string[]
  json?: readonly string[]
}

const placeOf = (cells: RowCells, at: string | null, lookups: ObraLookups) => {
  const taskKey = cells.key('task_id')
  const place = lookups.placeAt(taskKey, at)
  return {
    jobKey: taskKey,
    runKey: place?.execution.runKey ?? null,
    phaseKey: place?.iteration?.phaseKey ?? null,
  }
}

function eventOf(cells: RowCells, key: string, shape: EventShape, lookups: ObraLookups): EventRecord {
  const at = cells.time(shape.at)
  const project = lookups.projectName(cells.key('project_id'))
  const rest = (shape.times ?? []).map((name) => [name, cells.time(name)] as const).filter(([, time]) => time !== null)
  return {
    ...BLANK_EVENT,
    ...placeOf(cells, at, lookups),
    eventKey: key,
    type: shape.type,
    at,
    title: shape.title(cells),
    detail: shape.detail === undefined ? null : cells.text(shape.detail),
    level: shape.level === undefined ? null : (cells.text(shape.level)?.trim().toLowerCase() ?? null),
    actor: shape.actor === undefined ? null : cells.text(shape.actor),
    data: {
      ...(project === null ? {} : { project }),
      ...cells.data(['project_id', ...shape.data], shape.json),
      ...Object.fromEntries(rest),
    },
    ref: refOf(shape.table, cells, key),
    flags: [...cells.flags],
  }
}

/** A table whose rows are dated facts of a time line. */
function eventTable(
  shape: EventShape,
  more?: (event: EventRecord, cells: RowCells) => CanonicalRecord[],
): TablePart<ObraLookups> {
  const named = [shape.detail, shape.level, shape.actor].filter((name) => name !== undefined)
  const times = [shape.at, ...(shape.times ?? [])]
  return {
    table: shape.table,
    columns: [...new Set(['id', 'project_id', 'task_id', ...times, ...named, ...shape.data])],
    times,
    read: (cells, lookups) => {
      const key = cells.key('id')
      if (key === null) return { reason: 'the row has no id' }
      const event = eventOf(cells, key, shape, lookups)
      return { records: [event, ...(more?.(event, cells) ?? [])] }
    },
  }
}

const YES = /\b(approve|approved|continue|continued|proceed|yes|ok|resume|accept|accepted)\b/i
const NO = /\b(reject|rejected|abort|aborted|stop|stopped|deny|denied|no|cancel|cancelled)\b/i

/** What a person answered at a breakpoint; free text that says neither is unknown. */
function answerOf(resolved: boolean | null, resolution: string | null): ApprovalRecord['status'] {
  if (resolved !== true) return resolved === false ? 'pending' : 'unknown'
  const text = resolution?.slice(0, 1_000) ?? ''
  const [yes, no] = [YES.test(text), NO.test(text)]
  return yes === no ? 'unknown' : yes ? 'approved' : 'rejected'
}

/** A breakpoint stops for a person: an event, and a question that is open until it is resolved. */
const breakpoints = eventTable(
  {
    table: 'breakpoint_event',
    type: 'breakpoint',
    at: 'triggered_at',
    times: ['resolved_at'],
    title: (cells) => titleOf(cells.text('reason'), cells.text('breakpoint_type') ?? 'breakpoint'),
    detail: 'reason',
    level: 'severity',
    actor: 'resolved_by',
    data: ['breakpoint_type', 'context', 'resolved', 'resolution'],
    json: ['context'],
  },
  (event, cells): ApprovalRecord[] => {
    const resolution = cells.text('resolution')
    const resolved = cells.bool('resolved')
    const respondedAt = cells.time('resolved_at')
    return [
      {
        kind: 'approval',
        approvalKey: `breakpoint/${event.eventKey}`,
        runKey: event.runKey,
        phaseKey: event.phaseKey,
        type: 'approval',
        context: event.detail,
        statusRaw: resolved === null ? null : resolved ? 'resolved' : 'open',
        status: answerOf(resolved, resolution),
        requestedAt: event.at,
        respondedAt,
        timeoutAt: null,
        method: event.actor,
        reason: resolution,
        updatedAt: respondedAt ?? event.at,
        data: {},
        ref: event.ref,
        flags: event.flags,
      },
    ]
  },
)

export const eventTables: readonly TablePart<ObraLookups>[] = [
  breakpoints,
  eventTable({
    table: 'checkpoint',
    type: 'checkpoint',
    at: 'created_at',
    title: (cells) => titleOf(cells.text('description'), cells.text('checkpoint_type') ?? 'checkpoint'),
    detail: 'description',
    actor: 'created_by',
    data: ['checkpoint_type', 'state_snapshot', 'checkpoint_metadata'],
    json: ['state_snapshot', 'checkpoint_metadata'],
  }),
  eventTable({
    table: 'milestone',
    type: 'milestone',
    at: 'achieved_at',
    times: ['created_at', 'updated_at', 'target_date'],
    title: (cells) => titleOf(cells.text('name'), 'milestone'),
    detail: 'description',
    data: ['achieved', 'required_epic_ids', 'version', 'milestone_metadata', 'is_deleted'],
    json: ['required_epic_ids', 'milestone_metadata'],
  }),
  eventTable({
    table: 'file_state',
    type: 'file_change',
    at: 'created_at',
    title: (cells) =>
      titleOf(`${cells.text('change_type') ?? 'changed'} ${cells.text('file_path') ?? ''}`, 'file change'),
    data: ['file_path', 'file_hash', 'file_size', 'change_type'],
  }),
  eventTable({
    table: 'prompt_rule_violation',
    type: 'rule_violation',
    at: 'created_at',
    times: ['resolved_at'],
    title: (cells) => titleOf(cells.text('rule_name'), cells.text('rule_id') ?? 'rule violation'),
    detail: 'resolution_notes',
    level: 'severity',
    data: ['rule_id', 'rule_name', 'rule_domain', 'violation_details', 'resolved'],
    json: ['violation_details'],
  }),
  eventTable({
    table: 'parallel_agent_attempt',
    type: 'parallel_attempt',
    at: 'started_at',
    times: ['completed_at'],
    title: (cells) => `${cells.count('num_agents') ?? 'several'} agents at once`,
    detail: 'failure_reason',
    data: [
      'num_agents',
      'agent_ids',
      'subtask_ids',
      'success',
      'conflict_detected',
      'conflict_details',
      'total_duration_seconds',
      'sequential_estimate_seconds',
      'speedup_factor',
      'max_concurrent_agents',
      'total_token_usage',
      'failed_agent_count',
      'parallelization_strategy',
      'fallback_to_sequential',
      'execution_metadata',
    ],
    json: ['agent_ids', 'subtask_ids', 'conflict_details', 'execution_metadata'],
  }),
]
