import 'server-only'
import type { Used } from '@/lib/budgets/target-state'
import { asEvents } from '@/lib/tokens/stretches'
import { equals } from './keyset'
import type { SqlReader } from './sqlite-reader'
import { joinsFor, type TokenFilters, tokenConditions } from './token-sums'
import { inList, type Statement } from './upsert'

type Measure = 'tokens' | 'dollars'
type Raw = Record<string, string | bigint | number | null>

const integer = (value: Raw[string] | undefined): bigint | null =>
  value === null || value === undefined ? null : BigInt(value)
const text = (value: Raw[string] | undefined) => (value === null || value === undefined ? null : String(value))

/** What a run used, with its name and the cap that its source recorded. */
export interface RunUse extends Used {
  target: string
  name: string | null
  cap: bigint | null
}

export interface RunFilters {
  system?: string | undefined
  project?: string | undefined
  runId?: string | undefined
  /** Of the day it counts for; half-open. */
  from?: string | undefined
  to?: string | undefined
  /** Only those whose source recorded a cap. */
  capped?: boolean
}

/**
 * What each run used, from the sums that ingest keeps on its row. Which runs have events without tokens is looked up
 * only in the quarters that have such events.
 */
export async function runUses(db: SqlReader, measure: Measure, filters: RunFilters): Promise<RunUse[]> {
  const where: Statement[] = [
    ...equals('r."system"', filters.system),
    ...equals('r."project"', filters.project),
    ...equals('r."id"', filters.runId),
    ...(filters.from === undefined ? [] : [{ sql: 'r."beganAt" >= ?', values: [filters.from] }]),
    ...(filters.to === undefined ? [] : [{ sql: `r."beganAt" < ? AND r."beganAt" > ''`, values: [filters.to] }]),
    ...(filters.capped ? [{ sql: 'r."tokenCap" > 0', values: [] }] : []),
  ]
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const amount = measure === 'tokens' ? 'r."usageTotal"' : 'r."costPico"'
  const rows = await db.$queryRawUnsafe<Raw[]>(
    `SELECT r."id", r."name", r."tokenCap", ${amount} AS "amount", r."events", r."unpricedEvents", r."usageLowerBound" FROM "Run" r${filter}`,
    ...where.flatMap(({ values }) => values),
  )
  const unknown = measure === 'tokens' ? await eventsWithoutTokens(db) : null
  return rows.map((row) => ({
    target: String(row['id']),
    name: text(row['name']),
    cap: integer(row['tokenCap']),
    amount: integer(row['amount']),
    events: integer(row['events']) ?? 0n,
    unknown: unknown ? (unknown.get(String(row['id'])) ?? 0n) : (integer(row['unpricedEvents']) ?? 0n),
    isPartial: row['usageLowerBound'] !== '[]',
  }))
}

/** Events without tokens, by run. */
async function eventsWithoutTokens(db: SqlReader): Promise<Map<string, bigint>> {
  const rows = await db.$queryRawUnsafe<Raw[]>(
    `SELECT u."runId" AS "runId", COUNT(*) AS "events" FROM (SELECT DISTINCT "quarter" FROM "UsageQuarter" WHERE "unknownEvents" > 0) q ` +
      `CROSS JOIN "UsageEvent" u ON u."quarter" = q."quarter" WHERE u."total" IS NULL AND u."runId" IS NOT NULL GROUP BY u."runId"`,
  )
  return new Map(rows.map((row) => [String(row['runId']), integer(row['events']) ?? 0n]))
}

/** The first event of a target whose amount, added to all before it, is more than the cap. */
export interface Crossing {
  target: string
  eventId: string
  at: string | null
  runId: string | null
  sessionId: string | null
  amount: bigint
  /** Everything up to and with it. */
  after: bigint
  /** Events before it that say nothing. */
  unknown: bigint
}

interface Ordered {
  target: string
  cap: string
  join: string
  where: Statement
  measure: Measure
  /** Values of placeholders in `target` and `cap`. */
  targetValues: Statement['values']
  capValues: Statement['values']
}

/** In order of time; what has none comes last, and the id decides between equals. */
const ORDER = 'u."at" IS NULL, u."at", u."id"'

async function firstCrossings(db: SqlReader, ordered: Ordered): Promise<Crossing[]> {
  const { target, cap, join, where, measure, targetValues, capValues } = ordered
  const amount = measure === 'tokens' ? 'u."total"' : 'u."costPico"'
  const rows = await db.$queryRawUnsafe<Raw[]>(
    `SELECT "target", "eventId", "at", "runId", "sessionId", "amount", "after", "unknown" FROM (` +
      `SELECT *, ROW_NUMBER() OVER (PARTITION BY "target" ORDER BY "nth") AS "first" FROM (` +
      `SELECT ${target} AS "target", ${cap} AS "cap", u."id" AS "eventId", u."at" AS "at", u."runId" AS "runId", ` +
      `u."sessionId" AS "sessionId", COALESCE(${amount}, 0) AS "amount", SUM(COALESCE(${amount}, 0)) OVER w AS "after", ` +
      `SUM(CASE WHEN ${amount} IS NULL THEN 1 ELSE 0 END) OVER w AS "unknown", ROW_NUMBER() OVER w AS "nth" ` +
      `FROM "UsageEvent" u${join} WHERE ${where.sql} ` +
      `WINDOW w AS (PARTITION BY ${target === '?' ? '1' : target} ORDER BY ${ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)` +
      `) WHERE "after" > "cap") WHERE "first" = 1`,
    ...targetValues,
    ...capValues,
    ...where.values,
  )
  return rows.map((row) => ({
    target: String(row['target']),
    eventId: String(row['eventId']),
    at: text(row['at']),
    runId: text(row['runId']),
    sessionId: text(row['sessionId']),
    amount: integer(row['amount']) ?? 0n,
    after: integer(row['after']) ?? 0n,
    unknown: integer(row['unknown']) ?? 0n,
  }))
}

const RUNS_AT_ONCE = 500

/** Where each of some runs went over one cap, or over the cap that its source recorded. */
export async function runCrossings(
  db: SqlReader,
  measure: Measure,
  runIds: readonly string[],
  cap: bigint | 'recorded',
): Promise<Crossing[]> {
  const found: Crossing[] = []
  for (let at = 0; at < runIds.length; at += RUNS_AT_ONCE) {
    const { sql, values } = inList('runId', runIds.slice(at, at + RUNS_AT_ONCE))
    const own = cap === 'recorded'
    found.push(
      ...(await firstCrossings(db, {
        ...{ target: 'u."runId"', targetValues: [], measure },
        cap: own ? 'r."tokenCap"' : '?',
        capValues: own ? [] : [cap],
        join: own ? ' JOIN "Run" r ON r."id" = u."runId"' : '',
        where: { sql: `u.${sql}`, values },
      })),
    )
  }
  return found
}

/** Where what some filters leave went over a cap; null when it did not. */
export async function crossingWithin(
  db: SqlReader,
  measure: Measure,
  target: string,
  cap: bigint,
  filters: TokenFilters,
): Promise<Crossing | null> {
  const where = tokenConditions(asEvents(filters), filters)
  const [crossing] = await firstCrossings(db, {
    ...{ target: '?', targetValues: [target], cap: '?', capValues: [cap], measure },
    join: joinsFor([], filters),
    where: {
      sql: where.length > 0 ? where.map(({ sql }) => `(${sql})`).join(' AND ') : '1 = 1',
      values: where.flatMap(({ values }) => values),
    },
  })
  return crossing ?? null
}

/** The names of some runs or jobs, by id. */
export async function namesOf(
  db: SqlReader,
  table: 'Run' | 'Job',
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { sql, values } = inList('id', ids)
  const rows = await db.$queryRawUnsafe<Raw[]>(
    `SELECT "id", "name" FROM "${table}" WHERE ${sql} AND "name" IS NOT NULL`,
    ...values,
  )
  return new Map(rows.map((row) => [String(row['id']), String(row['name'])]))
}
