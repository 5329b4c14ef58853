import 'server-only'
import type { ListJobPhasesInput } from '@/lib/jobs/part-schema'
import type { Db } from './client'
import type { Phase, Session } from './generated/client'
import { beginning, DATA, filterOf, valuesOf } from './job-scope'
import { contains, equals, keysetPage, readCursor, type SortOrder } from './keyset'
import { inList, type Statement } from './upsert'

const COLUMNS = [
  ...['id', 'runId', 'nativeId', 'index', 'statusRaw', 'status', 'phaseType', 'startedAt', 'endedAt', 'flags', 'ref'],
] as const satisfies readonly (keyof Phase)[]
const TEXTS = ['name', 'description', 'failureReason'] as const

export interface JobPhaseRow
  extends Pick<Phase, (typeof COLUMNS)[number] | (typeof TEXTS)[number] | 'data'>,
    Record<string, unknown> {
  dataIsCut: bigint | number
}

/** Phases that the source does not number come after those of their run that it does. */
const INDEX_OR_LAST = `COALESCE("index", 9223372036854775807)`
const BY_RUN: SortOrder = {
  columns: [
    { name: 'runId', kind: 'text' },
    { name: 'indexPlace', sql: INDEX_OR_LAST, kind: 'integer' },
    { name: 'id', kind: 'text' },
  ],
  direction: 'ASC',
}

function conditions({ id, runId, phaseType, status, flag }: ListJobPhasesInput): Statement[] {
  return [
    { sql: '"runId" IN (SELECT "id" FROM "Run" WHERE "jobId" = ?)', values: [id] },
    ...equals('"runId"', runId),
    ...equals('"phaseType"', phaseType),
    ...equals('"status"', status),
    ...(flag === undefined ? [] : [contains(['"flags"'], JSON.stringify(flag))]),
  ]
}

/** Phases of the runs of a job, run by run in the order of the source. */
export async function jobPhasePage(db: Db, input: ListJobPhasesInput) {
  const where = conditions(input)
  const columns = [...COLUMNS.map((name) => `"${name}"`), ...TEXTS.map(beginning), ...DATA]
  const [page, [count]] = await Promise.all([
    keysetPage<JobPhaseRow>(db, {
      select: `SELECT ${columns.join(', ')}, ${INDEX_OR_LAST} AS "indexPlace" FROM "Phase"`,
      where,
      order: BY_RUN,
      after: readCursor(BY_RUN, input.cursor),
      limit: input.limit,
    }),
    db.$queryRawUnsafe<{ rows: bigint }[]>(
      `SELECT COUNT(*) AS "rows" FROM "Phase"${filterOf(where)}`,
      ...valuesOf(where),
    ),
  ])
  return { ...page, total: Number(count?.rows ?? 0) }
}

export interface PhaseSpendRow {
  phaseId: string
  role: string | null
  sessions: bigint
  events: bigint
  tokens: bigint | null
  costPico: bigint | null
  unpriced: bigint
  /** Events of which only a part was recorded. */
  partial: bigint
}

/** What each role of session spent in each phase: by the phase that an event names, else by that of its session. */
export async function phaseSpend(
  db: Db,
  phaseIds: readonly string[],
  runIds: readonly string[],
): Promise<PhaseSpendRow[]> {
  if (phaseIds.length === 0) return []
  const runs = inList('runId', runIds)
  return db.$queryRawUnsafe<PhaseSpendRow[]>(
    `SELECT COALESCE(u."phaseId", s."phaseId") AS "phaseId", COALESCE(s."role", u."role") AS "role", ` +
      `COUNT(DISTINCT u."sessionId") AS "sessions", COUNT(*) AS "events", SUM(u."total") AS "tokens", SUM(u."costPico") AS "costPico", ` +
      `SUM(CASE WHEN u."costPico" IS NULL THEN 1 ELSE 0 END) AS "unpriced", ` +
      `SUM(CASE WHEN u."lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "partial" FROM "UsageEvent" u ` +
      `LEFT JOIN "Session" s ON s."id" = u."sessionId" WHERE u.${runs.sql} ` +
      `AND COALESCE(u."phaseId", s."phaseId") IN (${phaseIds.map(() => '?').join(', ')}) ` +
      `GROUP BY COALESCE(u."phaseId", s."phaseId"), COALESCE(s."role", u."role") ORDER BY 1, 2`,
    ...runs.values,
    ...phaseIds,
  )
}

export interface PhaseSessionRow
  extends Pick<Session, 'id' | 'phaseId' | 'name' | 'role' | 'agent' | 'model' | 'statusDerived' | 'tokens'> {
  all: bigint
}

/** The first sessions of each phase, and how many it has. */
export async function phaseSessions(db: Db, phaseIds: readonly string[], atMost: number): Promise<PhaseSessionRow[]> {
  if (phaseIds.length === 0) return []
  const where = inList('phaseId', phaseIds)
  return db.$queryRawUnsafe<PhaseSessionRow[]>(
    `SELECT * FROM (SELECT "id", "phaseId", "name", "role", "agent", "model", "statusDerived", "tokens", ` +
      `COUNT(*) OVER (PARTITION BY "phaseId") AS "all", ROW_NUMBER() OVER (PARTITION BY "phaseId" ORDER BY ` +
      `COALESCE("startedAt", '~'), "id") AS "nth" FROM "Session" WHERE ${where.sql}) t WHERE "nth" <= ? ORDER BY "phaseId", "nth"`,
    ...where.values,
    atMost,
  )
}

export interface PhaseMetricRow {
  phaseId: string
  name: string
  value: number | null
}

/** The last value of each metric of each phase. */
export async function phaseMetrics(
  db: Db,
  phaseIds: readonly string[],
  runIds: readonly string[],
): Promise<PhaseMetricRow[]> {
  if (phaseIds.length === 0) return []
  const [runs, phases] = [inList('runId', runIds), inList('phaseId', phaseIds)]
  return db.$queryRawUnsafe<PhaseMetricRow[]>(
    `SELECT "phaseId", "name", "value" FROM (SELECT "phaseId", "name", "value", ROW_NUMBER() OVER (PARTITION BY "phaseId", "name" ` +
      `ORDER BY COALESCE("step", -1) DESC, COALESCE("at", '') DESC, "id" DESC) AS "nth" FROM "Metric" ` +
      `WHERE ${runs.sql} AND ${phases.sql}) t WHERE "nth" = 1 ORDER BY "phaseId", "name" LIMIT 20000`,
    ...runs.values,
    ...phases.values,
  )
}
