import 'server-only'
import type { ListJobMetricsInput } from '@/lib/jobs/part-schema'
import type { JobPartInput } from '@/lib/jobs/schema'
import type { Db } from './client'
import { AT_OR_LAST, DATA, filterOf, ofJob, valuesOf } from './job-scope'
import { equals, keysetPage, readCursor, type SortOrder } from './keyset'

export interface MetricPointRow extends Record<string, unknown> {
  id: string
  name: string
  step: bigint | number | null
  value: number | null
  at: string | null
  runId: string | null
  phaseId: string | null
  sessionId: string | null
  data: string
  dataIsCut: bigint | number
  flags: string
  ref: string | null
}

/** After every step that a column can hold. */
const STEP_OR_LAST = `COALESCE("step", 9223372036854775807)`
const POINT_COLUMNS = [
  ...['"id"', '"name"', '"step"', '"value"', '"at"', '"runId"', '"phaseId"', '"sessionId"', '"flags"', '"ref"'],
  ...[...DATA, `${STEP_OR_LAST} AS "stepPlace"`, `${AT_OR_LAST} AS "place"`],
]

const BY_STEP: SortOrder = {
  columns: [
    { name: 'name', kind: 'text' },
    { name: 'stepPlace', kind: 'integer' },
    { name: 'place', kind: 'text' },
    { name: 'id', kind: 'text' },
  ],
  direction: 'ASC',
}

/** Metric points of a job and its runs by name, then step; those without a step last, by time. */
export async function metricPointPage(db: Db, input: ListJobMetricsInput) {
  const from = ofJob('Metric', POINT_COLUMNS, input.id)
  const counted = ofJob('Metric', ['"name"', '"runId"'], input.id)
  const where = [...equals('"name"', input.name), ...equals('"runId"', input.runId)]
  const [page, [count]] = await Promise.all([
    keysetPage<MetricPointRow>(db, {
      select: `SELECT * FROM (${from.sql}) t`,
      selectValues: from.values,
      where,
      order: BY_STEP,
      after: readCursor(BY_STEP, input.cursor),
      limit: input.limit,
    }),
    db.$queryRawUnsafe<{ rows: bigint }[]>(
      `SELECT COUNT(*) AS "rows" FROM (${counted.sql}) t${filterOf(where)}`,
      ...counted.values,
      ...valuesOf(where),
    ),
  ])
  return { ...page, total: Number(count?.rows ?? 0) }
}

export interface MetricNameRow extends Record<string, unknown> {
  name: string
  points: bigint
  unknown: bigint
  runs: bigint
  firstStep: bigint | number | null
  lastStep: bigint | number | null
  firstValue: number | null
  lastValue: number | null
  min: number | null
  max: number | null
  firstAt: string | null
  lastAt: string | null
}

const BY_NAME: SortOrder = { columns: [{ name: 'name', kind: 'text' }], direction: 'ASC' }
const NARROW = ['"id"', '"name"', '"step"', '"value"', '"at"', '"runId"']
const IN_ORDER = `ORDER BY ${STEP_OR_LAST}, ${AT_OR_LAST}, "id"`

/** The metrics of a job and its runs, one row a name. */
export async function metricNamePage(db: Db, input: JobPartInput) {
  const from = ofJob('Metric', NARROW, input.id)
  const counted = ofJob('Metric', ['"name"'], input.id)
  const placed =
    `SELECT *, ROW_NUMBER() OVER (PARTITION BY "name" ${IN_ORDER}) AS "nth", ` +
    `COUNT(*) OVER (PARTITION BY "name") AS "all" FROM (${from.sql}) p`
  const named =
    `SELECT "name", COUNT(*) AS "points", SUM(CASE WHEN "value" IS NULL THEN 1 ELSE 0 END) AS "unknown", ` +
    `COUNT(DISTINCT "runId") AS "runs", MIN("step") AS "firstStep", MAX("step") AS "lastStep", ` +
    `MAX(CASE WHEN "nth" = 1 THEN "value" END) AS "firstValue", MAX(CASE WHEN "nth" = "all" THEN "value" END) AS "lastValue", ` +
    `MIN("value") AS "min", MAX("value") AS "max", MIN("at") AS "firstAt", MAX("at") AS "lastAt" FROM (${placed}) o GROUP BY "name"`
  const [page, [count]] = await Promise.all([
    keysetPage<MetricNameRow>(db, {
      select: `SELECT * FROM (${named}) t`,
      selectValues: from.values,
      where: [],
      order: BY_NAME,
      after: readCursor(BY_NAME, input.cursor),
      limit: input.limit,
    }),
    db.$queryRawUnsafe<{ names: bigint }[]>(
      `SELECT COUNT(DISTINCT "name") AS "names" FROM (${counted.sql}) t`,
      ...counted.values,
    ),
  ])
  return { ...page, total: Number(count?.names ?? 0) }
}

/** What one chart gets. */
const SERIES_MAX = 2_000

export interface SeriesRow {
  step: bigint | number | null
  at: string | null
  runId: string | null
  value: number | null
  low: number | null
  high: number | null
  points: bigint
}

/** The first metric of a job and its runs by name, or null. */
export async function firstMetricName(db: Db, jobId: string): Promise<string | null> {
  const from = ofJob('Metric', ['"name"'], jobId)
  const [row] = await db.$queryRawUnsafe<{ name: string | null }[]>(
    `SELECT MIN("name") AS "name" FROM (${from.sql}) t`,
    ...from.values,
  )
  return row?.name ?? null
}

/** One metric in order, in at most 2,000 pieces of equal length; each with its last value and its bounds. */
export async function metricSeries(
  db: Db,
  { id, name, runId }: { id: string; name: string; runId?: string | undefined },
) {
  const from = ofJob('Metric', NARROW, id)
  const where = [...equals('"name"', name), ...equals('"runId"', runId)]
  const chosen = `SELECT * FROM (${from.sql}) t${filterOf(where)}`
  const values = [...from.values, ...valuesOf(where)]
  const [count] = await db.$queryRawUnsafe<{ rows: bigint }[]>(
    `SELECT COUNT(*) AS "rows" FROM (${chosen}) c`,
    ...values,
  )
  const total = Number(count?.rows ?? 0)
  const length = Math.max(1, Math.ceil(total / SERIES_MAX))
  const rows = await db.$queryRawUnsafe<SeriesRow[]>(
    `WITH placed AS (SELECT *, ROW_NUMBER() OVER (${IN_ORDER}) - 1 AS "nth" FROM (${chosen}) c), ` +
      `pieces AS (SELECT "nth" / ${length} AS "piece", MAX("nth") AS "lastNth", MIN("value") AS "low", MAX("value") AS "high", ` +
      `COUNT(*) AS "points" FROM placed GROUP BY "nth" / ${length}) ` +
      `SELECT p."step", p."at", p."runId", p."value", g."low", g."high", g."points" FROM pieces g ` +
      `JOIN placed p ON p."nth" = g."lastNth" ORDER BY g."piece" LIMIT ${SERIES_MAX}`,
    ...values,
  )
  return { rows, total, rolledUp: length > 1 }
}

export interface BaselineRow {
  name: string
  step: bigint | number
  value: number | null
  data: string
}

/** Numbers of the benchmark before (step 0) and after (step 1) the work of a job. */
export async function baselineMetrics(db: Db, jobId: string): Promise<BaselineRow[]> {
  return db.$queryRawUnsafe<BaselineRow[]>(
    `SELECT "name", "step", "value", ${DATA[0]} FROM "Metric" WHERE "jobId" = ? AND "name" >= 'baseline ' ` +
      `AND "name" < 'baseline!' AND "step" IN (0, 1) ORDER BY "name", "step", "version", "id" LIMIT 500`,
    jobId,
  )
}
