import { pagesOf } from '@/lib/sources/autopack/table-pages'
import { remembered, rowWith } from '@/lib/sources/read-tables'
import type { SqliteSource } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import { benchmarkName, sessionKeyOf } from './benchmark-name'

/** What the tables say of one session, for rows that only name its id. */
export interface KnownSession {
  sessionKey: string
  benchmark: string | null
  agent: string | null
  startedAt: string | null
  endedAt: string | null
  score: number | null
  status: string | null
  finalStatus: string | null
}

export interface ReevLookups {
  /** One name for a benchmark, whether a row has its name, its path or its key (the MD5 of name and prompt). */
  benchmarkOf: (written: string | null) => string | null
  sessionOf: (id: string) => KnownSession | null
  /** Whether the execution has a row of state: it is the run then. */
  hasState: (id: string) => boolean
}

const SESSION_COLUMNS = [
  'benchmark_id',
  'agent_type',
  'start_time',
  'end_time',
  'status',
  'score',
  'final_status',
] as const

/** Memory: one entry a benchmark; the rest is asked when it is needed. */
export function reevLookups(source: SqliteSource): ReevLookups {
  let names: Map<string, string> | null = null
  const benchmarkOf = (written: string | null): string | null => {
    names ??= benchmarkNames(source)
    return written === null ? null : (names.get(written) ?? benchmarkName(written))
  }
  return {
    benchmarkOf,
    sessionOf: remembered((id) => {
      const row = rowWith(source, 'execution_sessions', SESSION_COLUMNS, 'session_id', id)
      return row === null ? null : knownSession(id, row, benchmarkOf)
    }),
    hasState: remembered((id) => rowWith(source, 'execution_states', ['execution_id'], 'execution_id', id) !== null),
  }
}

function benchmarkNames(source: SqliteSource): Map<string, string> {
  const names = new Map<string, string>()
  for (const row of pagesOf(source, 'benchmarks', ['id', 'benchmark_name'])) {
    const cells = new RowCells(row)
    const [id, name] = [cells.key('id'), benchmarkName(cells.text('benchmark_name'))]
    if (id !== null && name !== null) names.set(id, name)
  }
  return names
}

/** A row of `execution_sessions`. */
export function knownSession(id: string, row: RowCells, benchmarkOf: ReevLookups['benchmarkOf']): KnownSession {
  const benchmark = benchmarkOf(row.text('benchmark_id'))
  const startedAt = row.time('start_time')
  return {
    sessionKey: sessionKeyOf(id, benchmark, startedAt),
    benchmark,
    agent: row.text('agent_type'),
    startedAt,
    endedAt: row.time('end_time'),
    score: row.real('score'),
    status: row.text('status'),
    finalStatus: row.text('final_status'),
  }
}
