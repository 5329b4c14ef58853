import type { MetricRecord } from '@/lib/model/records'
import { refOf } from '@/lib/sources/autopack/table-reader'
import { BLANK_METRIC } from '@/lib/sources/blank-records'
import type { TablePart } from '@/lib/sources/read-tables'
import type { RowCells } from '@/lib/sources/row-cells'
import type { ObraLookups } from './database-lookups'

interface MetricShape {
  table: string
  /** Columns that are measured: column → name of the metric. */
  values: Readonly<Record<string, string>>
  at: string
  times?: readonly string[]
  data: readonly string[]
  json?: readonly string[]
}

/** A table of measured numbers, each of a task, of a session or of the whole project. */
function metricTable(shape: MetricShape): TablePart<ObraLookups> {
  const times = [shape.at, ...(shape.times ?? [])]
  const columns = ['id', 'project_id', 'task_id', 'session_id', ...times, ...Object.keys(shape.values), ...shape.data]
  return {
    table: shape.table,
    columns: [...new Set(columns)],
    times,
    read: (cells, lookups) => {
      const key = cells.key('id')
      return key === null ? { reason: 'the row has no id' } : { records: metricsOf(shape, cells, key, lookups) }
    },
  }
}

function metricsOf(shape: MetricShape, cells: RowCells, key: string, lookups: ObraLookups): MetricRecord[] {
  const at = cells.time(shape.at)
  const taskKey = cells.key('task_id')
  const sessionKey = cells.key('session_id')
  const place = (sessionKey === null ? null : lookups.placeOfSession(sessionKey)) ?? lookups.placeAt(taskKey, at)
  const project = lookups.projectName(cells.key('project_id'))
  const common = {
    ...BLANK_METRIC,
    jobKey: taskKey,
    runKey: place?.execution.runKey ?? null,
    phaseKey: place?.iteration?.phaseKey ?? null,
    at,
    data: {
      ...(project === null ? {} : { project }),
      ...(sessionKey === null ? {} : { sessionKey }),
      ...cells.data(shape.data, shape.json),
    },
    ref: refOf(shape.table, cells, key),
  }
  const values = Object.entries(shape.values).map(([column, name]) => [name, cells.real(column)] as const)
  const flags = [...cells.flags]
  return values
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({ ...common, metricKey: `${shape.table}/${key}/${name}`, name, value, flags }))
}

export const metricTables: readonly TablePart<ObraLookups>[] = [
  metricTable({
    table: 'context_window_usage',
    values: { cumulative_tokens: 'context_tokens' },
    at: 'timestamp',
    data: ['input_tokens', 'cache_creation_tokens', 'cache_read_tokens', 'output_tokens'],
  }),
  metricTable({
    table: 'complexity_estimate',
    values: {
      overall_complexity_score: 'complexity_score',
      estimated_tokens: 'estimated_tokens',
      actual_tokens: 'actual_tokens',
      estimated_duration_minutes: 'estimated_duration_minutes',
      actual_duration_minutes: 'actual_duration_minutes',
      estimation_accuracy: 'estimation_accuracy',
    },
    at: 'created_at',
    times: ['updated_at'],
    data: [
      'estimated_loc',
      'estimated_files',
      'actual_loc',
      'actual_files',
      'heuristic_score',
      'llm_adjusted_score',
      'should_decompose',
      'decomposition_reason',
      'estimation_factors',
      'confidence',
    ],
    json: ['estimation_factors'],
  }),
  metricTable({
    table: 'usage_tracking',
    values: {
      interactions_count: 'interactions_of_day',
      tasks_completed: 'tasks_completed_of_day',
      tasks_failed: 'tasks_failed_of_day',
      breakpoints_triggered: 'breakpoints_of_day',
      avg_confidence_score: 'avg_confidence_score',
      avg_quality_score: 'avg_quality_score',
    },
    at: 'date',
    data: ['total_duration_seconds', 'metrics'],
    json: ['metrics'],
  }),
  metricTable({
    table: 'pattern_learning',
    values: { success_count: 'pattern_successes', failure_count: 'pattern_failures' },
    at: 'last_used',
    times: ['created_at', 'updated_at'],
    data: ['pattern_type', 'pattern_key', 'pattern_data'],
    json: ['pattern_data'],
  }),
  metricTable({
    table: 'parameter_effectiveness',
    values: { parameter_token_count: 'parameter_tokens' },
    at: 'timestamp',
    data: ['template_name', 'parameter_name', 'was_included', 'validation_accurate', 'prompt_token_count'],
  }),
]
