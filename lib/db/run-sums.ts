import 'server-only'
import type { Usage } from '@/lib/model/usage'
import { type Db, writerOf } from './client'
import { inList, type Row } from './upsert'
import { USAGE_SUMS } from './usage-roll-up'

/** Spend of one group of events. Each class is null when no event of the group recorded it. */
export interface UsageSum extends Usage {
  events: number
  /** Events whose total is not recorded. */
  unknownEvents: number
  unpricedEvents: number
  /** Events of which only a part of the output was recorded. */
  lowerBoundEvents: number
  doctorEvents: number
  doctorTokens: bigint | null
  costPico: bigint | null
  firstAt: string | null
  lastAt: string | null
}

const SELECT =
  `COUNT(*) AS "events", SUM(CASE WHEN "total" IS NULL THEN 1 ELSE 0 END) AS "unknownEvents", ` +
  `SUM(CASE WHEN "costPico" IS NULL THEN 1 ELSE 0 END) AS "unpricedEvents", ` +
  `SUM(CASE WHEN "lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "lowerBoundEvents", ` +
  `SUM(CASE WHEN "doctor" THEN 1 ELSE 0 END) AS "doctorEvents", SUM(CASE WHEN "doctor" THEN "total" END) AS "doctorTokens", ` +
  `MIN("at") AS "firstAt", MAX("at") AS "lastAt", ${USAGE_SUMS.map((name) => `SUM("${name}") AS "${name}"`).join(', ')}`

const toBig = (value: Row[string] | undefined): bigint | null =>
  value === null || value === undefined ? null : BigInt(value)

function toSum(row: Row): UsageSum {
  const big = (name: string) => toBig(row[name])
  const count = (name: string) => Number(row[name] ?? 0)
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : null)
  return {
    input: big('input'),
    cacheRead: big('cacheRead'),
    cacheWrite5m: big('cacheWrite5m'),
    cacheWrite1h: big('cacheWrite1h'),
    output: big('output'),
    reasoning: big('reasoning'),
    unsplit: big('unsplit'),
    total: big('total'),
    costPico: big('costPico'),
    events: count('events'),
    unknownEvents: count('unknownEvents'),
    unpricedEvents: count('unpricedEvents'),
    lowerBoundEvents: count('lowerBoundEvents'),
    doctorEvents: count('doctorEvents'),
    doctorTokens: big('doctorTokens'),
    firstAt: text('firstAt'),
    lastAt: text('lastAt'),
  }
}

export type UsageGroup = UsageSum & { runId: string; keys: (string | null)[] }

/**
 * Spend of the given runs, grouped by run and the given columns. One statement, on the index of a run's usage; on the
 * writer's connection, which sorts half a million events of one run in a file and not in memory.
 */
export function usageSums(
  db: Db,
  runIds: readonly string[],
  by: readonly ('model' | 'role' | 'provider' | 'sessionId' | 'phaseId')[],
): UsageGroup[] {
  if (runIds.length === 0) return []
  const where = inList('runId', runIds)
  const columns = ['runId', ...by].map((name) => `"${name}"`).join(', ')
  const rows = writerOf(db).all(
    `SELECT ${columns}, ${SELECT} FROM "UsageEvent" WHERE ${where.sql} GROUP BY ${columns}`,
    where.values,
  )
  return rows.map((row) => ({
    ...toSum(row),
    runId: String(row['runId']),
    keys: by.map((name) => (typeof row[name] === 'string' ? row[name] : null)),
  }))
}

export interface JobSum {
  jobId: string
  runs: number
  runsDone: number
  runsFailed: number
  runsOpen: number
  runsRunning: number
  runsQueued: number
  events: number
  unpricedEvents: number
  tokens: bigint | null
  costPico: bigint | null
  startedAt: string | null
  endedAt: string | null
  lastEvidenceAt: string | null
}

/** What the runs of the given jobs add up to. */
export async function jobSums(db: Db, jobIds: readonly string[]): Promise<JobSum[]> {
  if (jobIds.length === 0) return []
  const where = inList('jobId', jobIds)
  const is = (...states: string[]) =>
    `SUM(CASE WHEN "statusDerived" IN (${states.map((s) => `'${s}'`).join(', ')}) THEN 1 ELSE 0 END)`
  const rows = await db.$queryRawUnsafe<Row[]>(
    `SELECT "jobId", COUNT(*) AS "runs", ${is('succeeded', 'partial')} AS "runsDone", ${is('failed', 'stopped', 'timed_out')} AS "runsFailed", ` +
      `${is('queued', 'running', 'waiting', 'interrupted')} AS "runsOpen", ${is('running', 'waiting')} AS "runsRunning", ${is('queued')} AS "runsQueued", ` +
      `SUM("events") AS "events", SUM("unpricedEvents") AS "unpricedEvents", SUM("usageTotal") AS "tokens", SUM("costPico") AS "costPico", ` +
      `MIN(COALESCE("startedAt", "firstEvidenceAt")) AS "startedAt", MAX("endedAt") AS "endedAt", MAX("lastEvidenceAt") AS "lastEvidenceAt" ` +
      `FROM "Run" WHERE ${where.sql} GROUP BY "jobId"`,
    ...where.values,
  )
  const text = (value: Row[string] | undefined) => (typeof value === 'string' ? value : null)
  return rows.map((row) => ({
    jobId: String(row['jobId']),
    runs: Number(row['runs']),
    runsDone: Number(row['runsDone']),
    runsFailed: Number(row['runsFailed']),
    runsOpen: Number(row['runsOpen']),
    runsRunning: Number(row['runsRunning']),
    runsQueued: Number(row['runsQueued']),
    events: Number(row['events'] ?? 0),
    unpricedEvents: Number(row['unpricedEvents'] ?? 0),
    tokens: toBig(row['tokens']),
    costPico: toBig(row['costPico']),
    startedAt: text(row['startedAt']),
    endedAt: text(row['endedAt']),
    lastEvidenceAt: text(row['lastEvidenceAt']),
  }))
}
