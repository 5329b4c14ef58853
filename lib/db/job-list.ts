import 'server-only'
import type { ListJobsInput } from '@/lib/jobs/schema'
import type { Db } from './client'
import type { Job } from './generated/client'
import { contains, equals, keysetPage, readCursor, type SortOrder } from './keyset'
import type { Statement } from './upsert'

const id = { name: 'id', kind: 'text' } as const

/** A closed list: what a caller names picks a line here and never becomes SQL. */
const JOB_ORDER = {
  lastEvidence: { columns: [{ name: 'lastEvidenceAt', kind: 'text' }, id], direction: 'DESC' },
  started: { columns: [{ name: 'startedAt', kind: 'text' }, id], direction: 'DESC', nullable: true },
  tokens: { columns: [{ name: 'tokens', kind: 'integer' }, id], direction: 'DESC', nullable: true },
  name: { columns: [{ name: 'name', kind: 'text' }, id], direction: 'ASC', nullable: true },
} as const satisfies Record<ListJobsInput['sort'], SortOrder>

function conditions({ system, type, status, q, from, to }: ListJobsInput): Statement[] {
  const all = [...equals('"system"', system), ...equals('"type"', type), ...equals('"statusDerived"', status)]
  if (from !== undefined) all.push({ sql: '"lastEvidenceAt" >= ?', values: [from] })
  if (to !== undefined) all.push({ sql: `"lastEvidenceAt" < ? AND "lastEvidenceAt" <> ''`, values: [to] })
  if (q !== undefined && q !== '') all.push(contains(['"id"', '"name"', '"project"'], q))
  return all
}

/** One page of jobs, and how many match. */
export async function jobPage(db: Db, input: ListJobsInput) {
  const order: SortOrder = JOB_ORDER[input.sort]
  const where = conditions(input)
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const [page, [counted]] = await Promise.all([
    keysetPage<Job & Record<string, unknown>>(db, {
      select: 'SELECT * FROM "Job"',
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
