import { refOf } from '@/lib/sources/autopack/table-reader'
import { BLANK_METRIC } from '@/lib/sources/blank-records'
import type { TablePart } from '@/lib/sources/read-tables'
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
  const values = Object.keys(shape.values)
  return {
    table: shape.table,
    columns: [
      ...new Set([
        'id',
        'project_id',
        'task_id',
        'session_id',
        shape.at,
        ...(shape.times ?? []),
        ...values,
        ...shape.data,
      ]),
    ],
    times: [shape.at, ...(shape.times ?? [])],
    read: (cells, lookups) => {
      const key = cells.key('id')
      if (key === null) return { reason: 'the row has no id' }
      const at = cells.time(shape.at)
      const taskKey = cells.key('task_id')
      const sessionKey = cells.key('session_id')
      const place = (sessionKey === null ? null : lookups.placeOfSession(sessionKey)) ?? lookups.placeAt(taskKey, at)
      const project = lookups.projectName(cells.key('project_id'))
      const data = {
        ...(project === null ? {} : { project }),
        ...(sessionKey === null ? {} : { sessionKey }),
        ...cells.data(shape.data, shape.json),
      }
      const records = values.flatMap((column) => {
        const value = cells.real(column)
        if (value === null) return []
        const name = shape.values[column] ?? column
        return [
          {
            ...BLANK_METRIC,
            jobKey: taskKey,
            runKey: place?.execution.runKey ?? null,
            phaseKey: place?.iteration?.phaseKey ?? null,
            metricKey: `${shape.table}/${key}/${name}`,
            name,
            value,
            at,
            data,
            ref: refOf(shape.table, cells, key),
          },
        ]
      })
      const flags = [...cells.flags]
      return { records: records.map((record) => ({ ...record, flags })) }
    },
  }
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
