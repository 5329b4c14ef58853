import type { SqliteSource } from '@/lib/sources/reader'

/** What each state of the schema added, newest first, with the day on which it was first seen in a real database. */
const STATES: readonly [table: string, column: string, name: string][] = [
  ['llm_usage_events', 'total_tokens', 'with recorded totals (BUILD-144 or later)'],
  ['token_estimation_v2_events', 'context_quality', 'of 2025-12-24'],
  ['token_estimation_v2_events', 'event_id', 'of 2025-12-23, with estimation events'],
  ['governance_requests', 'request_id', 'of 2025-12-23, with governance requests'],
  ['approval_requests', 'id', 'of 2025-12-23, with approvals'],
  ['phases', 'last_failure_reason', 'of 2025-12-21'],
  ['users', 'id', 'of 2025-12-16'],
  ['decision_log', 'id', 'of 2025-12-09'],
  ['llm_usage_events', 'is_doctor_call', 'of 2025-12-08'],
  ['phases', 'scope', 'of 2025-12-06'],
]

/** Whether the tables are Autopack's, and which state of its schema they have, in words. */
export function schemaState(source: SqliteSource): { systemVersion: string } | null {
  const tables = new Map(source.tables().map(({ name, columns }) => [name, columns]))
  const has = (table: string, ...columns: string[]) => columns.every((column) => tables.get(table)?.includes(column))
  const isAutopack =
    has('runs', 'id', 'state') && (has('phases', 'phase_id', 'run_id') || has('llm_usage_events', 'role', 'run_id'))
  if (!isAutopack) return null
  const state = STATES.find(([table, column]) => has(table, column))
  return { systemVersion: `schema ${state?.[2] ?? 'of 2025-12-01'}` }
}
