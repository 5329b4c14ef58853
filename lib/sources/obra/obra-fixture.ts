/** Small Obra databases for tests and samples: a row of a table, or all rows of an execution. */
import type { CellValue } from '@/lib/sources/reader'

export type ObraRow = Record<string, CellValue>
export type ObraContent = Record<string, readonly ObraRow[]>

const DAY = '2025-11-15'
/** A time of the fixture's day as Obra stores it: UTC without a zone. */
export const clock = (time: string) => `${DAY} ${time}.000000`

export const project = (values: ObraRow = {}): ObraRow => ({
  id: 1,
  project_name: 'shop',
  description: '',
  working_directory: '/srv/shop',
  status: 'ACTIVE',
  configuration: '{}',
  project_metadata: '{}',
  is_deleted: 0,
  created_at: clock('08:00:00'),
  updated_at: clock('08:00:00'),
  ...values,
})

export const task = (values: ObraRow = {}): ObraRow => ({
  id: 7,
  project_id: 1,
  parent_task_id: null,
  title: 'Average age of a CSV file',
  description: 'Read people.csv and print the average age.',
  status: 'PENDING',
  assigned_to: 'CLAUDE_CODE',
  priority: 5,
  task_type: 'task',
  epic_id: null,
  story_id: null,
  dependencies: '[]',
  context: '{}',
  result: '{}',
  task_metadata: '{}',
  retry_count: 0,
  max_retries: 3,
  created_at: clock('08:59:00'),
  updated_at: clock('08:59:00'),
  started_at: null,
  completed_at: null,
  is_deleted: 0,
  ...values,
})

/** A session row; without values the first iteration of task 7. */
export const session = (values: ObraRow = {}): ObraRow => ({
  id: 1,
  session_id: 'session-1',
  project_id: 1,
  milestone_id: null,
  task_id: 7,
  started_at: clock('09:00:00'),
  ended_at: clock('09:01:00'),
  summary: null,
  status: 'completed',
  total_tokens: 0,
  total_turns: 0,
  total_cost_usd: 0,
  created_at: clock('09:00:00'),
  updated_at: clock('09:01:00'),
  ...values,
})

/** A call of the agent; without values it belongs to the first session. */
export const interaction = (values: ObraRow = {}): ObraRow => ({
  id: 1,
  project_id: 1,
  task_id: 7,
  source: 'CLAUDE_CODE',
  prompt: 'Do it',
  response: 'Done',
  confidence_score: 0.35,
  quality_score: 0.78,
  validation_passed: 1,
  timestamp: clock('09:00:50'),
  duration_seconds: 20.5,
  context: '{}',
  input_tokens: 100,
  cache_creation_input_tokens: 2_000,
  cache_read_input_tokens: 7_900,
  output_tokens: 500,
  total_tokens: 10_500,
  duration_ms: 20_500,
  duration_api_ms: 19_000,
  num_turns: 2,
  agent_session_id: 'session-1',
  error_subtype: null,
  cost_usd: 0,
  ...values,
})

export const breakpoint = (values: ObraRow = {}): ObraRow => ({
  id: 1,
  project_id: 1,
  task_id: 7,
  breakpoint_type: 'low_confidence',
  reason: 'Confidence fell below 0.30',
  severity: 'HIGH',
  context: '{"confidence": 0.21}',
  resolved: 0,
  resolution: null,
  resolved_by: null,
  resolved_at: null,
  triggered_at: clock('09:00:55'),
  ...values,
})

interface Iteration {
  decision?: string
  quality?: number
  confidence?: number
  tokens?: number
  values?: ObraRow
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** Sessions and calls of a task, one of each an iteration, a minute apart. */
export function iterations(list: readonly Iteration[], { taskId = 7, hour = 9 } = {}): ObraContent {
  const key = (index: number) => `task-${taskId}-${twoDigits(hour)}-${index + 1}`
  const id = (index: number) => taskId * 10_000 + hour * 100 + index
  const time = (index: number, second: number) => clock(`${twoDigits(hour)}:${twoDigits(index)}:${twoDigits(second)}`)
  return {
    session_record: list.map(({ tokens = 10_500 }, index) =>
      session({
        id: id(index),
        session_id: key(index),
        task_id: taskId,
        started_at: time(index, 0),
        ended_at: time(index, 55),
        updated_at: time(index, 55),
        total_tokens: tokens,
        total_turns: 2,
      }),
    ),
    interaction: list.map(
      ({ decision = 'proceed', quality = 0.78, confidence = 0.9, tokens = 10_500, values }, index) =>
        interaction({
          id: id(index),
          task_id: taskId,
          agent_session_id: key(index),
          timestamp: time(index, 50),
          quality_score: quality,
          confidence_score: confidence,
          context: JSON.stringify({ decision, model: 'claude-sonnet-4-5' }),
          input_tokens: tokens - 10_400,
          total_tokens: tokens,
          ...values,
        }),
    ),
  }
}

/** A line of `production.jsonl`. */
export const logLine = (type: string, values: object = {}) => ({
  type,
  ts: `${DAY}T09:00:00.250000+00:00`,
  session: 'a1b2c3d4-0000-4000-8000-000000000001',
  ...values,
})
