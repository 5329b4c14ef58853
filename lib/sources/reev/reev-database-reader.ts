import { pagesOf } from '@/lib/sources/autopack/table-pages'
import { idOf } from '@/lib/sources/json-cells'
import { latestInTables, readTables, type TablePart } from '@/lib/sources/read-tables'
import type { SqliteReader, SqliteSource } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import { type ReevLookups, reevLookups } from './database-lookups'
import { benchmarksTable, sessionsTable, statesTable } from './execution-tables'
import { consolidatedTable, logsTable, performanceTable, schemaVersionTable, toolCallsTable } from './log-tables'

/** What runs consist of comes first, so that the rest finds its run. */
const PARTS: readonly TablePart<ReevLookups>[] = [
  benchmarksTable,
  statesTable,
  sessionsTable,
  logsTable,
  performanceTable,
  toolCallsTable,
  consolidatedTable,
  schemaVersionTable,
]

/** reev's database as its branches have it: with or without execution states and consolidated sessions. */
export const reevDatabaseReader: SqliteReader = {
  system: 'reev',
  parserVersion: 1,

  detect: (source) => {
    const tables = new Map(source.tables().map(({ name, columns }) => [name, columns]))
    const has = (table: string, ...columns: string[]) => columns.every((column) => tables.get(table)?.includes(column))
    const sessions = has('execution_sessions', 'session_id', 'benchmark_id', 'agent_type')
    const states = has('execution_states', 'execution_id', 'benchmark_id', 'agent', 'status')
    if (!sessions && !states) return null
    if (tables.has('consolidated_sessions')) return { systemVersion: 'schema with consolidated sessions' }
    if (states) return { systemVersion: 'schema with execution states' }
    return { systemVersion: tables.has('schema_version') ? 'schema with versions' : 'schema of sessions only' }
  },

  latestAt: (source) => latestInTables(source, PARTS),
  evidence: (source) => ({ runs: runs(source), usage: [] }),
  read: (source, cursor) => readTables(source, PARTS, reevLookups(source), cursor),
}

function* runs(source: SqliteSource) {
  const { hasState } = reevLookups(source)
  for (const [table, key] of [
    ['execution_states', 'execution_id'],
    ['execution_sessions', 'session_id'],
  ] as const) {
    for (const row of pagesOf(source, table, [key, 'created_at'])) {
      const cells = new RowCells(row)
      const runKey = idOf(cells.key(key))
      if (runKey === null || (table === 'execution_sessions' && hasState(runKey))) continue
      yield { runKey, createdAt: cells.time('created_at') }
    }
  }
}
