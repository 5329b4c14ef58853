import 'server-only'
import type { ListJobsInput } from '@/lib/jobs/schema'
import type { Db } from './client'
import type { Job } from './generated/client'
import { contains, equals, keysetPage, readCursor, type SortOrder } from './keyset'
import { inList, type Statement } from './upsert'

const id = { name: 'id', kind: 'text' } as const

/** A closed list: what a caller names picks a line here and never becomes SQL. */
const JOB_ORDER = {
  lastEvidence: { columns: [{ name: 'lastEvidenceAt', kind: 'text' }, id], direction: 'DESC' },
  started: { columns: [{ name: 'startedAt', kind: 'text' }, id], direction: 'DESC', nullable: true },
  tokens: { columns: [{ name: 'tokens', kind: 'integer' }, id], direction: 'DESC', nullable: true },
  score: { columns: [{ name: 'bestScore', kind: 'real' }, id], direction: 'DESC', nullable: true },
  name: { columns: [{ name: 'name', kind: 'text' }, id], direction: 'ASC', nullable: true },
} as const satisfies Record<ListJobsInput['sort'], SortOrder>

/** A flag by its name in the JSON list of a row, or on one of the job's runs. */
function flagged(name: string): Statement {
  return {
    sql:
      `${contains(['"flags"'], JSON.stringify(name)).sql} OR EXISTS (SELECT 1 FROM "Run" r JOIN "RunFlag" f ` +
      `ON f."runId" = r."id" WHERE r."jobId" = "Job"."id" AND f."name" = ?)`,
    values: [...contains(['"flags"'], JSON.stringify(name)).values, name],
  }
}

function conditions(input: ListJobsInput): Statement[] {
  const { system, type, status, flag, parentId, nested, conflict, q, from, to } = input
  const all = [
    ...equals('"system"', system),
    ...equals('"type"', type),
    ...equals('"statusDerived"', status),
    ...equals('"parentId"', parentId),
    ...equals('"conflict"', conflict),
  ]
  if (nested !== undefined) all.push({ sql: `"parentId" IS ${nested ? 'NOT NULL' : 'NULL'}`, values: [] })
  if (flag !== undefined) all.push(flagged(flag))
  if (from !== undefined) all.push({ sql: '"lastEvidenceAt" >= ?', values: [from] })
  if (to !== undefined) all.push({ sql: `"lastEvidenceAt" < ? AND "lastEvidenceAt" <> ''`, values: [to] })
  if (q !== undefined && q !== '') all.push(contains(['"id"', '"name"', '"project"'], q))
  return all
}

/** What a line of the list shows: all but the texts that may be long. */
const COLUMNS = [
  ...['id', 'system', 'instanceId', 'nativeId', 'parentId', 'hasRow', 'name', 'type', 'project', 'statusRaw'],
  ...['statusStated', 'failureReason', 'modelRequested', 'effortRequested', 'bestScore', 'baselineScore', 'createdAt'],
  ...['updatedAt', 'statedStart', 'statedEnd', 'inferred', 'status', 'statusDerived', 'conflict', 'conflictReason'],
  ...['startedAt', 'endedAt', 'lastEvidenceAt', 'jobs', 'runs', 'runsDone', 'runsFailed', 'tokens', 'costPico'],
  ...['unpricedEvents', 'events', 'candidates', 'results', 'resultsResolved', 'resultsUnknown', 'flags', 'version'],
  ...['contentId', 'ref', 'revision'],
]
const SELECT = `SELECT ${COLUMNS.map((name) => `"${name}"`).join(', ')} FROM "Job"`
/** What a line of the list shows of a job's row. */
export type JobLine = Omit<Job, 'config' | 'data' | 'goal' | 'recordFlags'>

/** One page of jobs, and how many match. */
export async function jobPage(db: Db, input: ListJobsInput) {
  const order: SortOrder = JOB_ORDER[input.sort]
  const where = conditions(input)
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const [page, [counted]] = await Promise.all([
    keysetPage<JobLine & Record<string, unknown>>(db, {
      select: SELECT,
      where,
      order,
      after: readCursor(order, input.cursor),
      limit: input.limit,
    }),
    db.$queryRawUnsafe<{ jobs: bigint }[]>(
      `SELECT COUNT(*) AS "jobs" FROM "Job"${filter}`,
      ...where.flatMap(({ values }) => values),
    ),
  ])
  return { ...page, total: Number(counted?.jobs ?? 0) }
}

/** The first jobs directly below another by start, those without one last. */
export async function childJobs(db: Db, parentId: string, atMost: number): Promise<JobLine[]> {
  return db.$queryRawUnsafe<JobLine[]>(
    `${SELECT} WHERE "parentId" = ? ORDER BY CASE WHEN "startedAt" IS NULL THEN 1 ELSE 0 END, "startedAt", "id" LIMIT ?`,
    parentId,
    atMost,
  )
}

/** The names of what was seen on the runs of each job, by job. */
export async function flagsOfJobRuns(db: Db, jobIds: readonly string[]): Promise<Map<string, string[]>> {
  if (jobIds.length === 0) return new Map()
  const where = inList('jobId', jobIds)
  const rows = await db.$queryRawUnsafe<{ jobId: string; name: string }[]>(
    `SELECT DISTINCT r."jobId" AS "jobId", f."name" AS "name" FROM "Run" r JOIN "RunFlag" f ON f."runId" = r."id" ` +
      `WHERE r.${where.sql} ORDER BY 1, 2`,
    ...where.values,
  )
  const names = new Map<string, string[]>()
  for (const { jobId, name } of rows) names.set(jobId, [...(names.get(jobId) ?? []), name])
  return names
}
