import type { SqliteSource } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import { pagesOf } from './table-pages'
import type { AutopackLookups, TableReader } from './table-reader'

/** What rows of other tables say, read when first asked for. Memory: one entry a run and one a tier. */
export function lookupsOf(source: SqliteSource, readers: readonly TableReader[]): AutopackLookups {
  const projects = once(() => projectsByRun(source))
  const tiers = once(() => runsByTier(source))
  return {
    projectOf: (runKey) => projects().get(runKey) ?? null,
    runOfTier: (tierKey) => tiers().get(tierKey) ?? null,
    lacks: (table) => {
      const known = source.tables().find(({ name }) => name === table)?.columns ?? []
      return (readers.find((reader) => reader.table === table)?.columns ?? []).some((name) => !known.includes(name))
    },
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Run → the one project that its decisions and plan changes name; null when they name several. */
function projectsByRun(source: SqliteSource): Map<string, string | null> {
  const projects = new Map<string, string | null>()
  for (const table of ['decision_log', 'plan_changes']) {
    for (const row of pagesOf(source, table, ['run_id', 'project_id'])) {
      const cells = new RowCells(row)
      const runKey = cells.key('run_id')
      const project = cells.key('project_id')
      if (runKey === null || project === null) continue
      const before = projects.get(runKey)
      projects.set(runKey, before === undefined || before === project ? project : null)
    }
  }
  return projects
}

function runsByTier(source: SqliteSource): Map<string, string> {
  const runs = new Map<string, string>()
  for (const row of pagesOf(source, 'tiers', ['id', 'run_id'])) {
    const cells = new RowCells(row)
    const tierKey = cells.key('id')
    const runKey = cells.key('run_id')
    if (tierKey !== null && runKey !== null) runs.set(tierKey, runKey)
  }
  return runs
}
