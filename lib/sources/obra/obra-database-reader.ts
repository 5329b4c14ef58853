import { pagesOf } from '@/lib/sources/autopack/table-pages'
import { latestInTables, readTables, type TablePart } from '@/lib/sources/read-tables'
import type { Batch, Dropped, SqliteReader, SqliteSource } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import { CALL_COLUMNS } from './call-sum'
import { type ObraLookups, obraLookups } from './database-lookups'
import { eventTables } from './event-tables'
import { callIdentity, interactionTable } from './interaction-table'
import { metricTables } from './metric-tables'
import { sessionTable, TOTALS_BESIDE_CALLS } from './session-table'
import { taskTable } from './task-table'

/** Projects give their names to what belongs to them; their paths and settings are not copied. */
const projectTable: TablePart<ObraLookups> = {
  table: 'project_state',
  columns: [
    'id',
    'project_name',
    'description',
    'working_directory',
    'status',
    'configuration',
    'project_metadata',
    'is_deleted',
    'created_at',
    'updated_at',
  ],
  times: ['created_at', 'updated_at'],
  read: (cells) => (cells.key('id') === null ? { reason: 'the project has no id' } : { records: [] }),
}

/** Written by the tool that changes the schema: the name of its last change, nothing of a run. */
const versionTable: TablePart<ObraLookups> = {
  table: 'alembic_version',
  columns: ['version_num'],
  times: [],
  read: () => ({ records: [] }),
}

/** What runs consist of comes first, so that the rest finds its run. */
const PARTS: readonly TablePart<ObraLookups>[] = [
  projectTable,
  taskTable,
  sessionTable,
  interactionTable,
  ...eventTables,
  ...metricTables,
  versionTable,
]

/** Obra's database in any state of its schema: tasks, their inferred executions, sessions, calls and events. */
export const obraDatabaseReader: SqliteReader = {
  system: 'obra',
  parserVersion: 1,
  ownSessions: true,

  detect: (source) => {
    const tables = new Map(source.tables().map(({ name, columns }) => [name, columns]))
    const has = (table: string, ...columns: string[]) => columns.every((column) => tables.get(table)?.includes(column))
    const tasks = has('task', 'id', 'title', 'status')
    const calls = has('interaction', 'id', 'prompt', 'source')
    const sessions = has('session_record', 'session_id', 'total_turns')
    if ([tasks, calls, sessions].filter(Boolean).length < 2) return null
    if (has('session_record', 'task_id')) return { systemVersion: 'schema with a session an iteration' }
    if (sessions) return { systemVersion: 'schema with sessions' }
    if (has('interaction', 'total_tokens')) return { systemVersion: 'schema with tokens' }
    return { systemVersion: 'schema without tokens' }
  },

  latestAt: (source) => latestInTables(source, PARTS),
  evidence: (source) => ({ runs: runs(source), usage: usage(source) }),
  *read(source, cursor) {
    for (const batch of readTables(source, PARTS, obraLookups(source), cursor)) yield withDropped(batch)
  },
}

function* runs(source: SqliteSource) {
  for (const { runKey, startedAt } of obraLookups(source).allExecutions()) yield { runKey, createdAt: startedAt }
}

function* usage(source: SqliteSource) {
  for (const row of pagesOf(source, 'interaction', CALL_COLUMNS)) {
    const cells = new RowCells(row)
    const nativeId = cells.key('id')
    if (nativeId !== null) yield { nativeId, identity: callIdentity(cells) }
  }
}

/** Session totals that stand beside the calls they sum are named, not counted. */
function withDropped(batch: Batch): Batch {
  const left = batch.records.flatMap((record) => {
    const total = record.kind === 'session' ? record.data['totalsLeftOut'] : undefined
    return typeof total === 'string' ? [BigInt(total)] : []
  })
  if (left.length === 0) return batch
  const dropped: Dropped = {
    rule: TOTALS_BESIDE_CALLS,
    events: left.length,
    tokens: left.reduce((sum, one) => sum + one, 0n),
  }
  return { ...batch, dropped: [...batch.dropped, dropped] }
}
