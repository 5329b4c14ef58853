import { autopackSignature } from '@/lib/fingerprint/autopack-signature'
import { classifyFailure } from '@/lib/fingerprint/cause'
import type { Cause } from '@/lib/model/status'
import type { RowCells } from '@/lib/sources/row-cells'
import { refOf, type TableReader, titleOf } from './table-reader'

interface EventShape {
  table: string
  id: string
  type: string
  at: string
  /** Names the run and phase; planning artifacts belong to a project only. */
  inRun: boolean
  title: (cells: RowCells) => string
  detail: string | null
  actor: string | null
  data: readonly string[]
  jsonData?: readonly string[]
}

/** A table whose rows are dated facts of a time line. */
function eventTable(shape: EventShape): TableReader {
  const named = [shape.detail, shape.actor].filter((name) => name !== null)
  const columns = [shape.id, shape.at, ...(shape.inRun ? ['run_id', 'phase_id'] : []), ...named, ...shape.data]
  return {
    table: shape.table,
    columns: [...new Set(columns)],
    times: [shape.at],
    recordsPerRow: 1,
    read: (cells) => {
      const eventKey = cells.key(shape.id)
      if (eventKey === null) return { rejected: 'the row has no id' }
      const at = cells.time(shape.at)
      return [
        {
          kind: 'event',
          eventKey,
          runKey: shape.inRun ? cells.key('run_id') : null,
          phaseKey: shape.inRun ? cells.key('phase_id') : null,
          type: shape.type,
          at,
          title: shape.title(cells),
          detail: shape.detail === null ? null : cells.text(shape.detail),
          actor: shape.actor === null ? null : cells.text(shape.actor),
          updatedAt: null,
          data: cells.data(shape.data, shape.jsonData),
          ref: refOf(shape.table, cells, eventKey),
          flags: [...cells.flags],
        },
      ]
    },
  }
}

const PLAN_DATA = ['project_id', 'status', 'replaced_by', 'vector_id']

const decisions = eventTable({
  table: 'decision_log',
  id: 'id',
  type: 'decision',
  at: 'timestamp',
  inRun: true,
  title: (cells) => titleOf(cells.text('choice'), titleOf(cells.text('trigger'), 'decision')),
  detail: 'rationale',
  actor: 'trigger',
  data: ['choice', 'trigger', 'alternatives', 'project_id', 'vector_id'],
})

const planChanges = eventTable({
  table: 'plan_changes',
  id: 'id',
  type: 'plan_change',
  at: 'timestamp',
  inRun: true,
  title: (cells) => titleOf(cells.text('summary'), 'plan changed'),
  detail: 'rationale',
  actor: 'author',
  data: ['summary', 'replaces_version', ...PLAN_DATA],
})

const planningArtifacts = eventTable({
  table: 'planning_artifacts',
  id: 'id',
  type: 'planning_artifact',
  at: 'timestamp',
  inRun: false,
  title: (cells) => titleOf(cells.text('path'), 'planning artifact'),
  detail: 'reason',
  actor: 'author',
  data: ['path', 'version', 'hash', ...PLAN_DATA],
})

const budgetEscalations = eventTable({
  table: 'token_budget_escalation_events',
  id: 'event_id',
  type: 'budget_escalation',
  at: 'timestamp',
  inRun: true,
  title: (cells) => `Token budget raised: ${titleOf(cells.text('reason'), 'no reason')}`,
  detail: null,
  actor: null,
  data: [
    'attempt_index',
    'reason',
    'was_truncated',
    'output_utilization',
    'escalation_factor',
    'base_value',
    'base_source',
    'retry_max_tokens',
    'selected_budget',
    'actual_max_tokens',
    'tokens_used',
  ],
})

const phaseOutcomes = eventTable({
  table: 'phase_outcome_events',
  id: 'id',
  type: 'phase_outcome',
  at: 'timestamp',
  inRun: true,
  title: (cells) => `Phase ended: ${titleOf(cells.text('phase_outcome'), 'outcome not recorded')}`,
  detail: 'stop_reason',
  actor: 'model_used',
  data: [
    'phase_type',
    'phase_outcome',
    'stuck_decision_rationale',
    'tokens_used',
    'duration_seconds',
    'context_injected',
    'context_item_count',
  ],
})

const doctorOutcomes = eventTable({
  table: 'doctor_outcome_events',
  id: 'id',
  type: 'doctor_outcome',
  at: 'timestamp',
  inRun: true,
  title: (cells) => `Doctor: ${titleOf(cells.text('doctor_action'), 'action not recorded')}`,
  detail: 'doctor_rationale',
  actor: 'model_used',
  data: [
    'error_category',
    'builder_attempts',
    'doctor_action',
    'doctor_confidence',
    'builder_hint_provided',
    'recommendation_followed',
    'phase_succeeded_after_doctor',
    'attempts_after_doctor',
    'final_phase_outcome',
    'doctor_tokens_used',
  ],
})

const retrievals = eventTable({
  table: 'sot_retrieval_events',
  id: 'event_id',
  type: 'sot_retrieval',
  at: 'timestamp',
  inRun: true,
  title: (cells) => `Context retrieved: ${cells.text('sot_chunks_retrieved') ?? '?'} chunks`,
  detail: null,
  actor: null,
  data: [
    'include_sot',
    'max_context_chars',
    'sot_budget_chars',
    'sot_chunks_retrieved',
    'sot_chars_raw',
    'total_context_chars',
    'sot_chars_formatted',
    'budget_utilization_pct',
    'sot_truncated',
    'sections_included',
    'retrieval_enabled',
    'top_k',
    'created_at',
  ],
  jsonData: ['sections_included'],
})

/** What Autopack's own categories say where the text itself says nothing. */
const CATEGORY_CAUSES: Record<string, Cause> = {
  validation: 'quality',
  filesystem: 'infra',
  database: 'infra',
  network: 'infra',
  timeout: 'infra',
  resource: 'infra',
}
const ERROR_DATA = [
  'execution_id',
  'error_category',
  'stack_trace',
  'context_json',
  'resolution_notes',
  'resolved_at',
  'created_at',
]

const errorLogs: TableReader = {
  table: 'error_logs',
  columns: [
    'error_id',
    'run_id',
    'phase_id',
    'timestamp',
    'error_type',
    'severity',
    'error_message',
    'resolution_status',
    ...ERROR_DATA,
  ],
  times: ['timestamp', 'created_at', 'resolved_at'],
  recordsPerRow: 1,
  read: (cells) => {
    const failureKey = cells.key('error_id')
    if (failureKey === null) return { rejected: 'the error has no id' }
    const type = cells.text('error_type')
    const message = cells.text('error_message') ?? type ?? 'no message recorded'
    const found = classifyFailure(`${type ?? ''}: ${message}`, { system: 'autopack', state: null })
    const category = cells.text('error_category')?.toLowerCase() ?? ''
    const byCategory = Object.hasOwn(CATEGORY_CAUSES, category) ? CATEGORY_CAUSES[category] : undefined
    const rule = found.rule === null ? null : `${found.rule}: ${found.evidence ?? ''}`
    return [
      {
        kind: 'failure',
        failureKey: `error/${failureKey}`,
        runKey: cells.key('run_id'),
        phaseKey: cells.key('phase_id'),
        sessionKey: null,
        entryKey: null,
        at: cells.time('timestamp') ?? cells.time('created_at'),
        message,
        type,
        cause: found.rule === null ? (byCategory ?? 'unknown') : found.cause,
        causeRule: rule ?? (byCategory === undefined ? null : `category: ${category}`),
        severity: cells.text('severity'),
        resolution: cells.text('resolution_status'),
        autopackSignature: autopackSignature(message),
        updatedAt: cells.time('resolved_at'),
        data: cells.data(ERROR_DATA, ['context_json']),
        ref: refOf('error_logs', cells, failureKey),
        flags: [...cells.flags],
      },
    ]
  },
}

export const eventTables: readonly TableReader[] = [
  decisions,
  planChanges,
  planningArtifacts,
  budgetEscalations,
  phaseOutcomes,
  doctorOutcomes,
  retrievals,
  errorLogs,
]
