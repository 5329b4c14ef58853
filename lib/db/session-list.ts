import 'server-only'
import type { ListSessionsInput, ListSessionTasksInput } from '@/lib/sessions/schema'
import type { Db } from './client'
import type { Session } from './generated/client'
import { contains, equals, keysetPage, readCursor, type SortOrder } from './keyset'
import type { Statement } from './upsert'

/** Counting stops to be cheap beyond this many sessions. */
const COUNTED_MAX = 50_000
/** Prompts come early; past so many entries a session has none worth showing. */
const PROMPT_WITHIN = 50
const PROMPT_CHARS = 400

const COLUMNS = [
  'id',
  'system',
  'nativeId',
  'name',
  'runId',
  'jobId',
  'parentId',
  'role',
  'agent',
  'taskId',
  'project',
  'systemVersion',
  'model',
  'models',
  'statusRaw',
  'status',
  'statusDerived',
  'statusReason',
  'inferred',
  'startedAt',
  'endedAt',
  'firstAt',
  'lastEvidenceAt',
  'entriesCount',
  'turns',
  'toolCalls',
  'toolFailures',
  'denials',
  'interruptions',
  'apiErrors',
  'retries',
  'compactions',
  'events',
  'usageInput',
  'usageCacheRead',
  'usageCacheWrite5m',
  'usageCacheWrite1h',
  'usageOutput',
  'usageReasoning',
  'usageUnsplit',
  'usageLowerBound',
  'tokens',
  'costPico',
  'unpricedEvents',
  'droppedEvents',
  'droppedTokens',
  'flags',
  'revision',
] as const satisfies readonly (keyof Session)[]

/** What a line of the list shows. */
export type SessionRow = Pick<Session, (typeof COLUMNS)[number]> & { firstPrompt: string | null; subAgents: bigint }

const FIRST_PROMPT =
  `SELECT SUBSTR(p."text", 1, ${PROMPT_CHARS}) FROM (SELECT "kind", "text" FROM "Entry" e ` +
  `WHERE e."sessionId" = "Session"."id" AND e."attached" = FALSE ORDER BY e."place" LIMIT ${PROMPT_WITHIN}) p ` +
  `WHERE p."kind" = 'prompt' LIMIT 1`

const SELECT =
  `SELECT ${COLUMNS.map((name) => `"${name}"`).join(', ')}, (${FIRST_PROMPT}) AS "firstPrompt", ` +
  `(SELECT COUNT(*) FROM "Session" c WHERE c."parentId" = "Session"."id") AS "subAgents" FROM "Session"`

const id = { name: 'id', kind: 'text' } as const
const lastEvidenceAt = { name: 'lastEvidenceAt', kind: 'text' } as const
const integer = (name: keyof SessionRow) => ({ name, kind: 'integer' }) as const

/** A closed list: what a caller names picks a line here and never becomes SQL. */
const SESSION_ORDER = {
  lastEvidence: { columns: [lastEvidenceAt, id], direction: 'DESC' },
  started: { columns: [{ name: 'startedAt', kind: 'text' }, id], direction: 'DESC', nullable: true },
  tokens: { columns: [integer('tokens'), id], direction: 'DESC', nullable: true },
  cost: { columns: [integer('costPico'), id], direction: 'DESC', nullable: true },
  failures: { columns: [integer('toolFailures'), id], direction: 'DESC' },
} as const satisfies Record<ListSessionsInput['sort'], SortOrder>

type Filters = Omit<ListSessionsInput, 'limit' | 'cursor' | 'sort'>

const yesNo = (asked: boolean | undefined, yes: string, no: string): Statement[] =>
  asked === undefined ? [] : [{ sql: asked ? yes : no, values: [] }]

const ofJob = (jobId: string | undefined): Statement[] =>
  jobId === undefined ? [] : [{ sql: '"runId" IN (SELECT "id" FROM "Run" WHERE "jobId" = ?)', values: [jobId] }]

function conditions(filters: Filters): Statement[] {
  const { q, from, to, model } = filters
  const all = [
    ...equals('"system"', filters.system),
    ...equals('"statusDerived"', filters.status),
    ...equals('"taskId"', filters.taskId),
    ...equals('"runId"', filters.runId),
    ...ofJob(filters.jobId),
    ...equals('"project"', filters.project),
    ...yesNo(filters.nested, '"parentId" IS NOT NULL', '"parentId" IS NULL'),
    ...yesNo(filters.failures, '"toolFailures" > 0', '"toolFailures" = 0'),
    ...yesNo(filters.denials, '"denials" > 0', '"denials" = 0'),
  ]
  // The list of models is JSON, so a name is looked for as JSON writes it.
  if (model !== undefined) {
    const listed = contains(['"models"'], JSON.stringify(model))
    all.push({ sql: `"model" = ? OR ${listed.sql}`, values: [model, ...listed.values] })
  }
  if (from !== undefined) all.push({ sql: '"lastEvidenceAt" >= ?', values: [from] })
  if (to !== undefined) all.push({ sql: `"lastEvidenceAt" < ? AND "lastEvidenceAt" <> ''`, values: [to] })
  if (q !== undefined && q !== '') all.push(contains(['"id"', '"name"', '"agent"', '"taskId"', '"project"'], q))
  return all
}

const filterOf = (where: readonly Statement[]) =>
  where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''

/** One page of sessions in a total order: the sort value, then the id. */
export async function sessionListPage(db: Db, { sort, cursor, limit, ...filters }: ListSessionsInput) {
  const order: SortOrder = SESSION_ORDER[sort]
  return keysetPage<SessionRow & Record<string, unknown>>(db, {
    select: SELECT,
    where: conditions(filters),
    order,
    after: readCursor(order, cursor),
    limit,
  })
}

/** One session as lists show it. */
export async function sessionRow(db: Db, sessionId: string): Promise<SessionRow | null> {
  const [row] = await db.$queryRawUnsafe<SessionRow[]>(`${SELECT} WHERE "id" = ?`, sessionId)
  return row ?? null
}

/** How many sessions match; null where counting would cost more than the page. */
export async function countSessions(db: Db, filters: Filters): Promise<number | null> {
  const where = conditions(filters)
  const [row] = await db.$queryRawUnsafe<{ matching: bigint | null }[]>(
    `SELECT CASE WHEN (SELECT COUNT(*) FROM (SELECT 1 FROM "Session" LIMIT ${COUNTED_MAX + 1}) s) <= ${COUNTED_MAX} ` +
      `THEN (SELECT COUNT(*) FROM "Session"${filterOf(where)}) END AS "matching"`,
    ...where.flatMap(({ values }) => values),
  )
  return row === undefined || row.matching === null ? null : Number(row.matching)
}

/** How many sessions each view of the list holds. */
export async function sessionViewCounts(db: Db) {
  const share = (condition: string) => `COALESCE(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`
  const [row] = await db.$queryRawUnsafe<Record<string, bigint>[]>(
    `SELECT COUNT(*) AS "all", ${share('"parentId" IS NULL')} AS "top", ${share('"parentId" IS NOT NULL')} AS "nested", ` +
      `${share('"toolFailures" > 0')} AS "failures", ${share('"denials" > 0')} AS "denials" FROM "Session"`,
  )
  const of = (name: string) => Number(row?.[name] ?? 0)
  return { all: of('all'), top: of('top'), nested: of('nested'), failures: of('failures'), denials: of('denials') }
}

export interface TaskRow extends Record<string, unknown> {
  task: string
  taskId: string | null
  sessions: bigint
  turns: bigint
  counted: bigint
  toolCalls: bigint
  toolFailures: bigint
  denials: bigint
  firstAt: string | null
  lastEvidenceAt: string
  tokens: bigint | null
  partial: bigint
  costPico: bigint | null
  unpriced: bigint
}

/** Sessions that name no task come last; so does the text that stands for them in the order. */
const TASK_ORDER: SortOrder = { columns: [{ name: 'task', sql: 'task', kind: 'text' }], direction: 'ASC' }
const TASK = `COALESCE("taskId", '\uffff')`

/** One page of tasks by name, with the sums of their sessions, and how many there are. */
export async function sessionTaskPage(db: Db, { cursor, limit, ...filters }: ListSessionTasksInput) {
  const where = conditions(filters)
  const values = where.flatMap((each) => each.values)
  const groups =
    `SELECT ${TASK} AS task, MIN("taskId") AS "taskId", COUNT(*) AS "sessions", SUM("turns") AS "turns", ` +
    `COUNT("tokens") AS "counted", SUM("toolCalls") AS "toolCalls", ` +
    `SUM("toolFailures") AS "toolFailures", SUM("denials") AS "denials", MIN("firstAt") AS "firstAt", ` +
    `MAX("lastEvidenceAt") AS "lastEvidenceAt", SUM("tokens") AS "tokens", ` +
    `SUM(CASE WHEN "usageLowerBound" <> '[]' THEN 1 ELSE 0 END) AS "partial", SUM("costPico") AS "costPico", ` +
    `SUM("unpricedEvents") AS "unpriced" FROM "Session"${filterOf(where)} GROUP BY ${TASK}`
  const [page, [counted]] = await Promise.all([
    keysetPage<TaskRow>(db, {
      select: `SELECT * FROM (${groups}) g`,
      selectValues: values,
      where: [],
      order: TASK_ORDER,
      after: readCursor(TASK_ORDER, cursor),
      limit,
    }),
    db.$queryRawUnsafe<{ tasks: bigint }[]>(
      `SELECT COUNT(*) AS "tasks" FROM (SELECT 1 FROM "Session"${filterOf(where)} GROUP BY ${TASK}) t`,
      ...values,
    ),
  ])
  return { ...page, total: Number(counted?.tasks ?? 0) }
}
