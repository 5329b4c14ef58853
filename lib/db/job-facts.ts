import 'server-only'
import type { Db } from './client'
import { type JobSum, jobSums } from './run-sums'
import { inList } from './upsert'

/** What hangs on a job beside its runs. */
export interface JobParts {
  candidates: number
  results: number
  resultsResolved: number
  resultsUnknown: number
  /** The latest time of an event, metric, candidate or result of the job itself. */
  lastAt: string | null
}

/** A job directly below another, as it was derived last. */
export interface ChildJob extends Omit<JobSum, 'runsOpen' | 'runsRunning' | 'runsQueued'> {
  statusDerived: string
}

type Raw = Record<string, bigint | number | string | null>

const count = (value: Raw[string] | undefined) => Number(value ?? 0)
const text = (value: Raw[string] | undefined) => (typeof value === 'string' && value !== '' ? value : null)
const big = (value: Raw[string] | undefined) => (value == null ? null : BigInt(value))

/** What the runs of each job add up to, by job; jobs without runs are left out. */
export async function runSumsOf(db: Db, jobIds: readonly string[]): Promise<Map<string, JobSum>> {
  return new Map((await jobSums(db, jobIds)).map((sum) => [sum.jobId, sum]))
}

/** The jobs directly below each of the given ones. */
export async function childJobsOf(db: Db, jobIds: readonly string[]): Promise<Map<string, ChildJob[]>> {
  const where = inList('parentId', jobIds)
  const rows = await db.$queryRawUnsafe<Raw[]>(
    `SELECT "parentId", "id", "statusDerived", "runs", "runsDone", "runsFailed", "events", "unpricedEvents", "tokens", ` +
      `"costPico", "startedAt", "endedAt", "lastEvidenceAt" FROM "Job" WHERE ${where.sql} ORDER BY "parentId", "id"`,
    ...where.values,
  )
  const children = new Map<string, ChildJob[]>()
  for (const row of rows) {
    const parent = String(row['parentId'])
    children.set(parent, [...(children.get(parent) ?? []), childOf(row)])
  }
  return children
}

const childOf = (row: Raw): ChildJob => ({
  jobId: String(row['id']),
  statusDerived: String(row['statusDerived']),
  runs: count(row['runs']),
  runsDone: count(row['runsDone']),
  runsFailed: count(row['runsFailed']),
  events: count(row['events']),
  unpricedEvents: count(row['unpricedEvents']),
  tokens: big(row['tokens']),
  costPico: big(row['costPico']),
  startedAt: text(row['startedAt']),
  endedAt: text(row['endedAt']),
  lastEvidenceAt: text(row['lastEvidenceAt']),
})

/** Candidates and results of each job, and when something of it was recorded last. */
export async function jobPartsOf(db: Db, jobIds: readonly string[]): Promise<Map<string, JobParts>> {
  const where = inList('jobId', jobIds)
  const grouped = (table: string, columns: string) =>
    db.$queryRawUnsafe<Raw[]>(
      `SELECT "jobId", COUNT(*) AS "rows", MAX("at") AS "lastAt"${columns} FROM "${table}" WHERE ${where.sql} GROUP BY "jobId"`,
      ...where.values,
    )
  const [events, metrics, candidates, results] = [
    await grouped('Event', ''),
    await grouped('Metric', ''),
    await grouped('Candidate', ''),
    await grouped(
      'ItemResult',
      `, SUM(CASE WHEN "resolved" THEN 1 ELSE 0 END) AS "resolved", SUM(CASE WHEN "resolved" IS NULL THEN 1 ELSE 0 END) AS "unknown"`,
    ),
  ]
  const rowOf = (rows: readonly Raw[], id: string) => rows.find((row) => row['jobId'] === id)
  return new Map(
    jobIds.map((id) => {
      const result = rowOf(results, id)
      const times = [events, metrics, candidates, results].flatMap((rows) => text(rowOf(rows, id)?.['lastAt']) ?? [])
      const parts: JobParts = {
        candidates: count(rowOf(candidates, id)?.['rows']),
        results: count(result?.['rows']),
        resultsResolved: count(result?.['resolved']),
        resultsUnknown: count(result?.['unknown']),
        lastAt: times.sort().at(-1) ?? null,
      }
      return [id, parts]
    }),
  )
}
