import 'server-only'
import type { ListResultsInput, SummarizeResultsInput } from '@/lib/jobs/result-schema'
import type { Db } from './client'
import type { ItemResult } from './generated/client'
import { beginning, DATA, filterOf, valuesOf } from './job-scope'
import { contains, equals, keysetPage, readCursor, type SortOrder } from './keyset'
import type { Statement } from './upsert'

const COLUMNS = [
  ...['id', 'runId', 'configuration', 'split', 'itemKey', 'repeat', 'sessionId', 'resolved', 'score', 'input'],
  ...['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning', 'unsplit', 'total', 'costPico', 'seconds'],
  ...['calls', 'at', 'flags', 'ref'],
] as const satisfies readonly (keyof ItemResult)[]
export interface ResultRow extends Pick<ItemResult, (typeof COLUMNS)[number] | 'data' | 'error'> {
  dataIsCut: bigint | number
}

const text = (name: string) => ({ name, kind: 'text' }) as const
const integer = (name: string) => ({ name, kind: 'integer' }) as const
const real = (name: string) => ({ name, kind: 'real' }) as const
/** A closed list: what a caller names picks a line here and never becomes SQL. */
const ORDER = {
  configuration: { columns: [text('configuration'), text('itemKey'), text('id')], direction: 'ASC' },
  item: { columns: [text('itemKey'), text('configuration'), text('id')], direction: 'ASC' },
  score: { columns: [real('score'), text('id')], direction: 'DESC', nullable: true },
  cost: { columns: [integer('costPico'), text('id')], direction: 'DESC', nullable: true },
  tokens: { columns: [integer('total'), text('id')], direction: 'DESC', nullable: true },
  seconds: { columns: [real('seconds'), text('id')], direction: 'DESC', nullable: true },
  calls: { columns: [integer('calls'), text('id')], direction: 'DESC', nullable: true },
} as const satisfies Record<ListResultsInput['sort'], SortOrder>

const OUTCOME = {
  resolved: { sql: '"resolved" = ?', values: [true] },
  unresolved: { sql: '"resolved" = ?', values: [false] },
  unknown: { sql: '"resolved" IS NULL', values: [] },
  error: { sql: '"error" IS NOT NULL', values: [] },
} as const satisfies Record<NonNullable<ListResultsInput['outcome']>, Statement>

function conditions({ id, configuration, split, item, runId, outcome, q }: ListResultsInput): Statement[] {
  const all = [
    { sql: '"jobId" = ?', values: [id] },
    ...equals('"configuration"', configuration),
    ...equals('"split"', split),
    ...equals('"itemKey"', item),
    ...equals('"runId"', runId),
  ]
  if (outcome !== undefined) all.push({ ...OUTCOME[outcome], values: [...OUTCOME[outcome].values] })
  if (q !== undefined && q !== '') all.push(contains(['"itemKey"', '"configuration"', '"error"'], q))
  return all
}

/** Results of a job, row by row. */
export async function resultPage(db: Db, input: ListResultsInput) {
  const order: SortOrder = ORDER[input.sort]
  const where = conditions(input)
  const names = COLUMNS.map((name) => `"${name}"`).join(', ')
  const [page, [count]] = await Promise.all([
    keysetPage<ResultRow & Record<string, unknown>>(db, {
      select: `SELECT ${names}, ${DATA.join(', ')}, ${beginning('error')} FROM "ItemResult"`,
      where,
      order,
      after: readCursor(order, input.cursor),
      limit: input.limit,
    }),
    db.$queryRawUnsafe<{ rows: bigint }[]>(
      `SELECT COUNT(*) AS "rows" FROM "ItemResult"${filterOf(where)}`,
      ...valuesOf(where),
    ),
  ])
  return { ...page, total: Number(count?.rows ?? 0) }
}

/** The sum of what is recorded, and how many results record it. */
const SUMS = ['seconds', 'calls'].map((name) => `SUM("${name}") AS "${name}", COUNT("${name}") AS "${name}Known"`)
/** Two sums of 64-bit numbers may not fit into 64 bits, and a database ends there: their halves always do. */
const HALF = 1_000_000_000n
const LARGE = [
  ...['costPico', 'total', 'input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning', 'unsplit'],
] as const
type Large = (typeof LARGE)[number]
const SPLIT_SUMS = LARGE.map(
  (name) =>
    `SUM("${name}" / ${HALF}) AS "${name}High", SUM("${name}" % ${HALF}) AS "${name}Low", COUNT("${name}") AS "${name}Known"`,
)

/** The sum of one column of a group, from its halves; null when no result records it. */
export function groupSum(row: ConfigurationRow, name: Large): bigint | null {
  const [high, low] = [row[`${name}High`], row[`${name}Low`]]
  return high === null || low === null ? null : BigInt(high) * HALF + BigInt(low)
}

/** Before every share and every score that is known. */
const UNRANKED = '-1e300'
const RESOLVED = `SUM(CASE WHEN "resolved" THEN 1 ELSE 0 END)`
const rankOf = (value: string) => `COALESCE(${value}, ${UNRANKED})`

/** What results of one group have in common; the columns of its key come on top. */
export const GROUP_COLUMNS =
  `COUNT(*) AS "results", ${RESOLVED} AS "resolved", COUNT("resolved") AS "resolvedKnown", ` +
  `COUNT("score") AS "scored", AVG("score") AS "meanScore", AVG("seconds") AS "meanSeconds", MIN("at") AS "firstAt", MAX("at") AS "lastAt", ` +
  `${rankOf(`1.0 * ${RESOLVED} / NULLIF(COUNT("resolved"), 0)`)} AS "rankShare", ${rankOf('AVG("score")')} AS "rankScore"`

export interface GroupRow extends Record<string, unknown> {
  configuration: string
  results: bigint
  resolved: bigint
  resolvedKnown: bigint
  scored: bigint
  meanScore: number | null
  meanSeconds: number | null
  firstAt: string | null
  lastAt: string | null
}

type Halves = { [K in `${Large}${'High' | 'Low'}`]: bigint | number | null } & { [K in `${Large}Known`]: bigint }

export interface ConfigurationRow extends GroupRow, Halves {
  split: string | null
  items: bigint
  errors: bigint
  minScore: number | null
  maxScore: number | null
  seconds: number | null
  secondsKnown: bigint
  calls: bigint | number | null
  callsKnown: bigint
}

/** The best first: by the share that was resolved, then by the mean score. */
export const bestFirst = (...keys: string[]): SortOrder => ({
  columns: [real('rankShare'), real('rankScore'), ...keys.map(text)],
  direction: 'DESC',
})
const BEST = bestFirst('configuration', 'splitPlace')

/** Results of a job by configuration and split. */
export async function configurationPage(db: Db, input: SummarizeResultsInput) {
  const where = [{ sql: '"jobId" = ?', values: [input.id] }, ...equals('"split"', input.split)]
  const grouped =
    `SELECT "configuration", "split", COALESCE("split", '') AS "splitPlace", COUNT(DISTINCT "itemKey") AS "items", ` +
    `COUNT("error") AS "errors", MIN("score") AS "minScore", MAX("score") AS "maxScore", ${GROUP_COLUMNS}, ${[...SUMS, ...SPLIT_SUMS].join(', ')} ` +
    `FROM "ItemResult"${filterOf(where)} GROUP BY "configuration", "split"`
  const [page, [count]] = await Promise.all([
    keysetPage<ConfigurationRow>(db, {
      select: `SELECT * FROM (${grouped}) t`,
      selectValues: valuesOf(where),
      where: [],
      order: BEST,
      after: readCursor(BEST, input.cursor),
      limit: input.limit,
    }),
    db.$queryRawUnsafe<{ groups: bigint }[]>(
      `SELECT COUNT(*) AS "groups" FROM (SELECT 1 FROM "ItemResult"${filterOf(where)} GROUP BY "configuration", "split") t`,
      ...valuesOf(where),
    ),
  ])
  return { ...page, total: Number(count?.groups ?? 0) }
}
