import 'server-only'
import type { ListJobEventsInput } from '@/lib/jobs/part-schema'
import type { Db } from './client'
import { AT_OR_LAST, beginning, DATA, filterOf, ofJob, valuesOf } from './job-scope'
import { contains, equals, keysetPage, readCursor, type SortOrder } from './keyset'
import type { Statement } from './upsert'

export interface JobEventRow extends Record<string, unknown> {
  id: string
  seq: bigint | number | null
  at: string | null
  kind: string
  level: string | null
  title: string
  detail: string | null
  actor: string | null
  runId: string | null
  phaseId: string | null
  phaseKey: string | null
  sessionId: string | null
  data: string
  dataIsCut: bigint | number
  flags: string
  ref: string | null
}

const COLUMNS = [
  ...['"id"', '"seq"', '"at"', '"kind"', '"level"', beginning('title'), beginning('detail'), '"actor"', '"runId"'],
  ...['"phaseId"', '"phaseKey"', '"sessionId"', '"flags"', '"ref"', ...DATA, `${AT_OR_LAST} AS "place"`],
]

const order = (direction: 'ASC' | 'DESC'): SortOrder => ({
  columns: [
    { name: 'seq', kind: 'integer' },
    { name: 'place', kind: 'text' },
    { name: 'id', kind: 'text' },
  ],
  direction,
  nullable: true,
})
const EVENT_ORDER = { first: order('ASC'), newest: order('DESC') }

function conditions({ type, level, runId, q }: ListJobEventsInput): Statement[] {
  const words = q === undefined || q === '' ? [] : [contains(['"kind"', '"title"', '"detail"', '"actor"'], q)]
  return [...equals('"kind"', type), ...equals('"level"', level), ...equals('"runId"', runId), ...words]
}

/** Events of a job and its runs: numbered ones by number, then the others by time. */
export async function jobEventPage(db: Db, input: ListJobEventsInput) {
  const by = input.newestFirst ? EVENT_ORDER.newest : EVENT_ORDER.first
  const from = ofJob('Event', COLUMNS, input.id)
  const counted = ofJob('Event', ['"kind"', '"level"', '"title"', '"detail"', '"actor"', '"runId"'], input.id)
  const where = conditions(input)
  const [page, [count]] = await Promise.all([
    keysetPage<JobEventRow>(db, {
      select: `SELECT * FROM (${from.sql}) t`,
      selectValues: from.values,
      where,
      order: by,
      after: readCursor(by, input.cursor),
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

const FACETS_MAX = 500

export interface EventFacet {
  value: string | null
  events: bigint
}

/** What the events of a job and its runs have in one column, the most frequent first. */
export async function jobEventFacets(db: Db, jobId: string, column: 'kind' | 'level'): Promise<EventFacet[]> {
  const from = ofJob('Event', [`"${column}"`], jobId)
  return db.$queryRawUnsafe<EventFacet[]>(
    `SELECT "${column}" AS "value", COUNT(*) AS "events" FROM (${from.sql}) t GROUP BY "${column}" ` +
      `ORDER BY COUNT(*) DESC, "${column}" LIMIT ${FACETS_MAX}`,
    ...from.values,
  )
}
