import 'server-only'
import type { ListJobRunsInput } from '@/lib/jobs/part-schema'
import { STATUSES, type StatusClass, statusClass } from '@/lib/model/status'
import type { ListRunsInput } from '@/lib/runs/schema'
import type { Db } from './client'
import type { Run } from './generated/client'
import { andBelow } from './job-scope'
import { contains, equals, type KeysetQuery, keysetPage, readCursor, type SortOrder } from './keyset'
import type { Statement } from './upsert'

/** Counting stops to be cheap beyond this many runs. */
const COUNTED_MAX = 50_000

const COLUMNS = [
  'id',
  'system',
  'nativeId',
  'name',
  'project',
  'jobId',
  'hasRow',
  'statusRaw',
  'status',
  'statusDerived',
  'conflict',
  'cause',
  'startedAt',
  'endedAt',
  'lastEvidenceAt',
  'durationMs',
  'durationKind',
  'usageInput',
  'usageCacheRead',
  'usageCacheWrite5m',
  'usageCacheWrite1h',
  'usageOutput',
  'usageReasoning',
  'usageUnsplit',
  'usageTotal',
  'usageLowerBound',
  'costPico',
  'unpricedEvents',
  'events',
  'tokenCap',
  'phasesTotal',
  'phasesDone',
  'phasesFailed',
  'phasesRunning',
  'sessionsCount',
  'failuresCount',
  'models',
  'flags',
  'attention',
  'revision',
] as const satisfies readonly (keyof Run)[]

/** What a line of the list shows. */
export type RunRow = Pick<Run, (typeof COLUMNS)[number]>

const SELECT = `SELECT ${COLUMNS.map((name) => `"${name}"`).join(', ')} FROM "Run"`

const id = { name: 'id', kind: 'text' } as const
const lastEvidenceAt = { name: 'lastEvidenceAt', kind: 'text' } as const
const integer = (name: keyof RunRow) => ({ name, kind: 'integer' }) as const

/** A closed list: what a caller names picks a line here and never becomes SQL. */
const RUN_ORDER = {
  attention: { columns: [integer('attention'), lastEvidenceAt, id], direction: 'DESC' },
  lastEvidence: { columns: [lastEvidenceAt, id], direction: 'DESC' },
  started: { columns: [{ name: 'startedAt', kind: 'text' }, id], direction: 'DESC', nullable: true },
  tokens: { columns: [integer('usageTotal'), id], direction: 'DESC', nullable: true },
  cost: { columns: [integer('costPico'), id], direction: 'DESC', nullable: true },
  duration: { columns: [integer('durationMs'), id], direction: 'DESC', nullable: true },
  failed: { columns: [integer('phasesFailed'), lastEvidenceAt, id], direction: 'DESC' },
  name: { columns: [{ name: 'name', kind: 'text' }, id], direction: 'ASC', nullable: true },
} as const satisfies Record<ListRunsInput['sort'], SortOrder>

type Filters = Omit<ListRunsInput, 'limit' | 'cursor' | 'sort'>

function search(text: string): Statement {
  const own = contains(['"Run"."id"', '"Run"."name"', '"Run"."jobId"'], text)
  const phases = contains(['p."nativeId"', 'p."name"'], text)
  return {
    sql: `${own.sql} OR EXISTS (SELECT 1 FROM "Phase" p WHERE p."runId" = "Run"."id" AND (${phases.sql}))`,
    values: [...own.values, ...phases.values],
  }
}

function conditions(filters: Filters): Statement[] {
  const { conflict, attention, orphan } = filters
  const all = [
    ...equals('"system"', filters.system),
    ...equals('"statusDerived"', filters.status),
    ...equals('"status"', filters.statusSource),
    ...inClass('"statusDerived"', filters.statusClass),
    ...inClass('"status"', filters.statusSourceClass),
    ...equals('"cause"', filters.cause),
    ...equals('"conflict"', conflict),
    ...equals('"hasRow"', orphan === undefined ? undefined : !orphan),
    ...equals('"project"', filters.project),
    ...equals('"jobId"', filters.jobId),
  ]
  if (attention !== undefined) all.push({ sql: attention ? '"attention" > 0' : '"attention" = 0', values: [] })
  if (filters.flag !== undefined) all.push(inTable('RunFlag', 'name', filters.flag))
  if (filters.model !== undefined) all.push(inTable('RunModel', 'model', filters.model))
  if (filters.from !== undefined) all.push({ sql: '"lastEvidenceAt" >= ?', values: [filters.from] })
  if (filters.to !== undefined) {
    all.push({ sql: `"lastEvidenceAt" < ? AND "lastEvidenceAt" <> ''`, values: [filters.to] })
  }
  if (filters.q !== undefined && filters.q !== '') all.push(search(filters.q))
  return all
}

function inClass(column: '"status"' | '"statusDerived"', of: StatusClass | undefined): Statement[] {
  if (of === undefined) return []
  const values = STATUSES.filter((status) => statusClass(status) === of)
  return [{ sql: `${column} IN (${values.map(() => '?').join(', ')})`, values }]
}

function inTable(table: 'RunFlag' | 'RunModel', column: 'name' | 'model', value: string): Statement {
  return {
    sql: `EXISTS (SELECT 1 FROM "${table}" x WHERE x."runId" = "Run"."id" AND x."${column}" = ?)`,
    values: [value],
  }
}

export function runListQuery({ sort, cursor, limit, ...filters }: ListRunsInput): KeysetQuery {
  const order: SortOrder = RUN_ORDER[sort]
  return { select: SELECT, where: conditions(filters), order, after: readCursor(order, cursor), limit }
}

/** One page of runs in a total order: the sort values, then the id. */
export async function runPage(db: Db, input: ListRunsInput): Promise<{ rows: RunRow[]; nextCursor: string | null }> {
  return keysetPage<RunRow>(db, runListQuery(input))
}

/** One page of the runs of a job and of the jobs below it, and how many there are. */
export async function jobRunPage(db: Db, { id: jobId, sort, cursor, limit }: ListJobRunsInput) {
  const order: SortOrder = RUN_ORDER[sort]
  const below = andBelow(jobId)
  const where = [{ sql: `"jobId" IN ${below.sql}`, values: below.values }]
  const [page, [counted]] = await Promise.all([
    keysetPage<RunRow>(db, { select: SELECT, where, order, after: readCursor(order, cursor), limit }),
    db.$queryRawUnsafe<{ runs: bigint }[]>(
      `SELECT COUNT(*) AS "runs" FROM "Run" WHERE "jobId" IN ${below.sql}`,
      ...below.values,
    ),
  ])
  return { ...page, total: Number(counted?.runs ?? 0) }
}

/** How many runs match; null where counting would cost more than the page. */
export async function countRunsMatching(db: Db, filters: Filters): Promise<number | null> {
  const where = conditions(filters)
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const [row] = await db.$queryRawUnsafe<{ matching: bigint | null }[]>(
    `SELECT CASE WHEN (SELECT COUNT(*) FROM (SELECT 1 FROM "Run" LIMIT ${COUNTED_MAX + 1}) s) <= ${COUNTED_MAX} ` +
      `THEN (SELECT COUNT(*) FROM "Run"${filter}) END AS "matching"`,
    ...where.flatMap(({ values }) => values),
  )
  return row === undefined || row.matching === null ? null : Number(row.matching)
}

/** How many runs each view of the list holds, by the filters that these views are. */
export async function runViewCounts(db: Db) {
  const share = (condition: string) => `COALESCE(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`
  const [row] = await db.$queryRawUnsafe<Record<string, bigint>[]>(
    `SELECT COUNT(*) AS "all", ${share('"attention" > 0')} AS "attention", ${share('"conflict" = ?')} AS "conflict", ` +
      `${share(`"statusDerived" = 'failed'`)} AS "failed", ` +
      `${share('"hasRow" = ?')} AS "orphan", ` +
      `(SELECT COUNT(*) FROM "RunFlag" WHERE "name" = 'over_cap') AS "overCap" FROM "Run"`,
    true,
    false,
  )
  const of = (name: string) => Number(row?.[name] ?? 0)
  return {
    all: of('all'),
    attention: of('attention'),
    conflict: of('conflict'),
    overCap: of('overCap'),
    failed: of('failed'),
    orphan: of('orphan'),
  }
}
