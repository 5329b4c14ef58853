import { pagesOf } from '@/lib/sources/autopack/table-pages'
import type { SqliteSource } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import type { CallFacts } from './call-sum'
import { ExecutionPlan, type Place, placeAt, type TaskTotals } from './execution-plan'
import type { Execution, SessionFacts } from './executions'

/** What the rows of other tables say and a record needs; read once, when first asked for. */
export interface ObraLookups {
  projectName: (projectKey: string | null) => string | null
  hasTask: (taskKey: string) => boolean
  executionsOf: (taskKey: string) => readonly Execution[]
  totalsOf: (taskKey: string) => TaskTotals | null
  session: (sessionKey: string) => SessionFacts | null
  placeOfSession: (sessionKey: string) => Place | null
  placeOfCall: (call: Pick<CallFacts, 'id' | 'taskKey' | 'sessionKey' | 'at'>) => Place | null
  /** Where a dated row of a task belongs. */
  placeAt: (taskKey: string | null, at: string | null) => Place | null
  /** Files that Obra saw created or changed for a task. */
  filesOf: (taskKey: string) => number
  allExecutions: () => Iterable<Execution>
}

/** Memory: one entry a session, one a task, and one a call that names no session. */
export function obraLookups(source: SqliteSource): ObraLookups {
  const projects = once(() => namesOf(source))
  const tasks = once(() => new Set(keysOf(source, 'task', 'id')))
  const files = once(() => filesByTask(source))
  const plan = once(() => new ExecutionPlan(source))
  return {
    projectName: (key) => (key === null ? null : (projects().get(key) ?? null)),
    hasTask: (key) => tasks().has(key),
    filesOf: (key) => files().get(key) ?? 0,
    executionsOf: (key) => plan().executions.get(key) ?? [],
    totalsOf: (key) => plan().totals.get(key) ?? null,
    session: (key) => plan().sessions.get(key) ?? null,
    placeOfSession: (key) => plan().ofSession.get(key) ?? null,
    placeOfCall: (call) => plan().placeOfCall(call),
    placeAt: (taskKey, at) => (taskKey === null ? null : placeAt(plan().executions.get(taskKey) ?? [], at)),
    allExecutions: () => [...plan().executions.values()].flat(),
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function* keysOf(source: SqliteSource, table: string, column: string): Iterable<string> {
  for (const row of pagesOf(source, table, [column])) {
    const key = new RowCells(row).key(column)
    if (key !== null) yield key
  }
}

function namesOf(source: SqliteSource): Map<string, string> {
  const names = new Map<string, string>()
  for (const row of pagesOf(source, 'project_state', ['id', 'project_name'])) {
    const cells = new RowCells(row)
    const [key, name] = [cells.key('id'), cells.text('project_name')]
    if (key !== null && name !== null) names.set(key, name)
  }
  return names
}

function filesByTask(source: SqliteSource): Map<string, number> {
  const files = new Map<string, number>()
  for (const row of pagesOf(source, 'file_state', ['task_id', 'change_type'])) {
    const cells = new RowCells(row)
    const key = cells.key('task_id')
    const isWritten = ['created', 'modified'].includes(cells.text('change_type')?.trim().toLowerCase() ?? '')
    if (key !== null && isWritten) files.set(key, (files.get(key) ?? 0) + 1)
  }
  return files
}
