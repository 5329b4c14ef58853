import 'server-only'
import { andBelow } from './job-scope'
import type { Statement } from './statement'

/** What ledgers are asked of: one run, a job with the jobs below it, or a window of time. Windows are half-open. */
export type LedgerScope =
  | { runId: string }
  | { jobId: string }
  | {
      system?: string | undefined
      project?: string | undefined
      from?: string | undefined
      to?: string | undefined
    }

/** The columns of a table by which it belongs to a scope. */
interface ScopedTable {
  /** Of the run; two for what belongs to a pair of runs. */
  runs: readonly string[]
  at: string
}

export const METRIC_ROWS: ScopedTable = { runs: ['m."runId"'], at: 'm."createdAt"' }
export const PAIR_ROWS: ScopedTable = { runs: ['m."controlRunId"', 'm."treatmentRunId"'], at: 'm."createdAt"' }
/** Usage knows its system itself, so it needs no run for that. */
export const USAGE_ROWS: ScopedTable = { runs: ['u."runId"'], at: 'u."at"' }

/** Conditions that keep the rows of a scope: by the run's index, or by the index of the time. */
export function inScope({ runs, at }: ScopedTable, scope: LedgerScope): Statement[] {
  if ('runId' in scope) return [anyOf(runs, (run) => ({ sql: `${run} = ?`, values: [scope.runId] }))]
  if ('jobId' in scope) {
    const below = andBelow(scope.jobId)
    const sql = `IN (SELECT "id" FROM "Run" WHERE "jobId" IN ${below.sql})`
    return [anyOf(runs, (run) => ({ sql: `${run} ${sql}`, values: below.values }))]
  }
  return [...between(at, scope), ...ofRuns(runs, scope)]
}

function between(at: string, { from, to }: { from?: string | undefined; to?: string | undefined }): Statement[] {
  return [
    ...(from === undefined ? [] : [{ sql: `${at} >= ?`, values: [from] }]),
    ...(to === undefined ? [] : [{ sql: `${at} < ?`, values: [to] }]),
  ]
}

function ofRuns(runs: readonly string[], scope: { system?: string | undefined; project?: string | undefined }) {
  const where = [
    ...(scope.system === undefined ? [] : [{ sql: 'x."system" = ?', values: [scope.system] }]),
    ...(scope.project === undefined ? [] : [{ sql: 'x."project" = ?', values: [scope.project] }]),
  ]
  if (where.length === 0) return []
  const sql = where.map((each) => each.sql).join(' AND ')
  return [
    anyOf(runs, (run) => ({
      sql: `EXISTS (SELECT 1 FROM "Run" x WHERE x."id" = ${run} AND ${sql})`,
      values: where.flatMap(({ values }) => values),
    })),
  ]
}

function anyOf(columns: readonly string[], of: (column: string) => Statement): Statement {
  const all = columns.map(of)
  return { sql: all.map(({ sql }) => sql).join(' OR '), values: all.flatMap(({ values }) => values) }
}

/** Conditions on `Run` r: those that belong to the scope, in a window those with evidence in it. */
export function runsInScope(scope: LedgerScope): Statement[] {
  if ('runId' in scope) return [{ sql: 'r."id" = ?', values: [scope.runId] }]
  if ('jobId' in scope) {
    const below = andBelow(scope.jobId)
    return [{ sql: `r."jobId" IN ${below.sql}`, values: below.values }]
  }
  const { from, to, system, project } = scope
  return [
    ...(from === undefined ? [] : [{ sql: 'r."lastEvidenceAt" >= ?', values: [from] }]),
    ...(to === undefined ? [] : [{ sql: 'r."beganAt" < ?', values: [to] }]),
    ...(system === undefined ? [] : [{ sql: 'r."system" = ?', values: [system] }]),
    ...(project === undefined ? [] : [{ sql: 'r."project" = ?', values: [project] }]),
  ]
}
