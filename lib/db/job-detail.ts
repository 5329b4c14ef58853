import 'server-only'
import type { Usage } from '@/lib/model/usage'
import type { Db } from './client'
import type { SessionLimit } from './generated/client'
import { andBelow, ofJob } from './job-scope'

/** Sums and joins of one job: each is one statement, however many runs it has. */

const CLASSES = ['Input', 'CacheRead', 'CacheWrite5m', 'CacheWrite1h', 'Output', 'Reasoning', 'Unsplit', 'Total']
const lowerFirst = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`

/** What the runs of a job and of the jobs below it used, by class; null: none of them knows. */
export async function jobUsage(db: Db, jobId: string): Promise<{ usage: Usage | null; lowerBounds: string[] }> {
  const below = andBelow(jobId)
  const sums = CLASSES.map((name) => `SUM("usage${name}") AS "${lowerFirst(name)}"`).join(', ')
  const [[usage], bounds] = await Promise.all([
    db.$queryRawUnsafe<Usage[]>(`SELECT ${sums} FROM "Run" WHERE "jobId" IN ${below.sql}`, ...below.values),
    db.$queryRawUnsafe<{ usageLowerBound: string }[]>(
      `SELECT DISTINCT "usageLowerBound" FROM "Run" WHERE "jobId" IN ${below.sql} AND "usageLowerBound" <> '[]' LIMIT 100`,
      ...below.values,
    ),
  ])
  return { usage: usage ?? null, lowerBounds: bounds.map((row) => row.usageLowerBound) }
}

export interface JobModelRow {
  model: string
  runs: bigint
  events: bigint
  tokens: bigint | null
}

/** Which models the runs of a job used, by tokens. */
export async function jobModels(db: Db, jobId: string): Promise<JobModelRow[]> {
  const below = andBelow(jobId)
  return db.$queryRawUnsafe<JobModelRow[]>(
    `SELECT m."model" AS "model", COUNT(*) AS "runs", SUM(m."events") AS "events", SUM(m."tokens") AS "tokens" FROM "RunModel" m ` +
      `JOIN "Run" r ON r."id" = m."runId" WHERE r."jobId" IN ${below.sql} GROUP BY m."model" ` +
      `ORDER BY COALESCE(SUM(m."tokens"), -1) DESC, m."model" LIMIT 200`,
    ...below.values,
  )
}

export interface RoleSpendRow {
  role: string | null
  sessions: bigint
  events: bigint
  tokens: bigint | null
  costPico: bigint | null
  unpriced: bigint
  /** Events of which only a part was recorded. */
  partial: bigint
}

/** What each role of session spent in a job, the largest first. */
export async function jobSpendByRole(db: Db, jobId: string): Promise<RoleSpendRow[]> {
  const below = andBelow(jobId)
  return db.$queryRawUnsafe<RoleSpendRow[]>(
    `SELECT COALESCE(s."role", u."role") AS "role", COUNT(DISTINCT u."sessionId") AS "sessions", COUNT(*) AS "events", ` +
      `SUM(u."total") AS "tokens", SUM(u."costPico") AS "costPico", SUM(CASE WHEN u."costPico" IS NULL THEN 1 ELSE 0 END) AS "unpriced", ` +
      `SUM(CASE WHEN u."lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "partial" ` +
      `FROM "UsageEvent" u LEFT JOIN "Session" s ON s."id" = u."sessionId" ` +
      `WHERE u."runId" IN (SELECT "id" FROM "Run" WHERE "jobId" IN ${below.sql}) ` +
      `GROUP BY COALESCE(s."role", u."role") ORDER BY COALESCE(SUM(u."total"), -1) DESC, 1 LIMIT 100`,
    ...below.values,
  )
}

export interface JobRunFlagRow {
  name: string
  detail: string
  evidence: string
  count: bigint
  runs: bigint
  runId: string
}

/** What was seen on the runs of a job: each flag with its first run's words. */
export async function jobRunFlags(db: Db, jobId: string): Promise<JobRunFlagRow[]> {
  const flagged =
    `SELECT f.*, ROW_NUMBER() OVER (PARTITION BY f."name" ORDER BY f."runId") AS "nth", ` +
    `COUNT(*) OVER (PARTITION BY f."name") AS "runs", SUM(f."count") OVER (PARTITION BY f."name") AS "counts" ` +
    `FROM "RunFlag" f JOIN "Run" r ON r."id" = f."runId" WHERE r."jobId" = ?`
  return db.$queryRawUnsafe<JobRunFlagRow[]>(
    `SELECT "name", "detail", "evidence", "counts" AS "count", "runs", "runId" FROM (${flagged}) t WHERE "nth" = 1 ORDER BY "name"`,
    jobId,
  )
}

export interface JobLimitRow extends SessionLimit {
  sessionName: string | null
}

const LIMITS_MAX = 500

/** Limits set for a job, or for a session of its runs. */
export async function jobLimits(db: Db, jobId: string): Promise<JobLimitRow[]> {
  return db.$queryRawUnsafe<JobLimitRow[]>(
    `SELECT l.*, s."name" AS "sessionName" FROM "SessionLimit" l LEFT JOIN "Session" s ON s."id" = l."sessionId" ` +
      `WHERE l."id" IN (SELECT "id" FROM "SessionLimit" WHERE "jobId" = ? UNION SELECT x."id" FROM "SessionLimit" x ` +
      `JOIN "Session" y ON y."id" = x."sessionId" JOIN "Run" r ON r."id" = y."runId" WHERE r."jobId" = ?) ` +
      `ORDER BY COALESCE(l."exceededAt", '~'), l."metric", l."id" LIMIT ${LIMITS_MAX}`,
    jobId,
    jobId,
  )
}

export interface PartCounts {
  phases: bigint
  sessions: bigint
  failures: bigint
  /** Events. */
  timeline: bigint
  /** Points. */
  metrics: bigint
  metricNames: bigint
  configurations: bigint
}

/** How much there is of each part of a job that its own row does not count. */
export async function jobPartCounts(db: Db, jobId: string): Promise<PartCounts | undefined> {
  const ofRuns = (table: string) =>
    `(SELECT COUNT(*) FROM "${table}" WHERE "runId" IN (SELECT "id" FROM "Run" WHERE "jobId" = ?))`
  const [events, metrics] = [ofJob('Event', ['1 AS "one"'], jobId), ofJob('Metric', ['"name"'], jobId)]
  const [row] = await db.$queryRawUnsafe<PartCounts[]>(
    `SELECT ${ofRuns('Phase')} AS "phases", ${ofRuns('Session')} AS "sessions", ${ofRuns('Failure')} AS "failures", ` +
      `(SELECT COUNT(*) FROM (${events.sql}) e) AS "timeline", (SELECT COUNT(*) FROM (${metrics.sql}) m) AS "metrics", ` +
      `(SELECT COUNT(DISTINCT "name") FROM (${metrics.sql}) n) AS "metricNames", ` +
      `(SELECT COUNT(DISTINCT "configuration") FROM "ItemResult" WHERE "jobId" = ?) AS "configurations"`,
    ...[jobId, jobId, jobId, ...events.values, ...metrics.values, ...metrics.values, jobId],
  )
  return row
}
