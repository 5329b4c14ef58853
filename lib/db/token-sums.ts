import 'server-only'
import { quarterOf } from '@/lib/time/quarter'
import type { TokenDimension, TokensInput } from '@/lib/tokens/schema'
import { equals } from './keyset'
import type { SqlReader } from './sqlite-reader'
import type { Statement } from './upsert'

/** Where sums come from: roll-ups, or the events themselves when the roll-ups do not know the question. */
export type TokenSource = 'quarters' | 'events'
/** How fine time is grouped before it is folded into days of a zone. */
export type TimeBucket = 'day' | 'quarter'

export type GroupDimension = Exclude<TokenDimension, 'class'>
export const WHOLE_QUARTER = /T\d{2}:(00|15|30|45):00\.000Z$/

const CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'unsplit'] as const
type TokenClassName = (typeof CLASSES)[number]

export interface TokenSum {
  /** One per dimension, `class` left out; time is a bucket: a day or a quarter of an hour. */
  keys: (string | null)[]
  sums: Record<TokenClassName | 'reasoning' | 'total' | 'costPico', bigint | null>
  events: bigint
  unknown: bigint
  unpriced: bigint
  /** Events of which only a part was recorded. */
  partial: bigint
  /** How many events know each class. */
  knowing: Partial<Record<TokenClassName, bigint>>
}

const JOINED: readonly GroupDimension[] = ['project', 'job']
const SUMMED = [...CLASSES, 'reasoning', 'total', 'costPico'] as const

/** Of events `u`, joined to their run and session. */
const OF_EVENTS: Record<Exclude<GroupDimension, 'day'>, string> = {
  model: `NULLIF(u."model", '')`,
  provider: `NULLIF(u."provider", '')`,
  role: `NULLIF(u."role", '')`,
  purpose: `COALESCE(u."purpose", 'other')`,
  system: 'u."system"',
  project: `NULLIF(COALESCE(r."project", s."project"), '')`,
  job: `NULLIF(COALESCE(r."jobId", s."jobId"), '')`,
  run: 'u."runId"',
  phase: 'u."phaseId"',
  session: 'u."sessionId"',
}

const BUCKET: Record<TimeBucket, string> = {
  day: `NULLIF(SUBSTR(u."quarter", 1, 10), '')`,
  quarter: `NULLIF(u."quarter", '')`,
}

/** Of roll-ups `u`. */
const OF_ROLL_UPS = {
  ...OF_EVENTS,
  project: `NULLIF(u."project", '')`,
  job: `NULLIF(u."jobId", '')`,
}

const columnsOf = (source: TokenSource) => (source === 'events' ? OF_EVENTS : OF_ROLL_UPS)

/** What narrows an account; the window is half-open. */
export type TokenFilters = Pick<
  TokensInput,
  'system' | 'model' | 'role' | 'project' | 'jobId' | 'runId' | 'sessionId' | 'from' | 'to'
>

/** Conditions on `u`; those on a project or job need the joins of `joinsFor`. */
export function tokenConditions(source: TokenSource, input: TokenFilters): Statement[] {
  const columns = columnsOf(source)
  const all = [
    ...equals('u."system"', input.system),
    ...equals('u."model"', input.model),
    ...equals('u."role"', input.role),
    ...equals(columns.project, input.project),
    ...equals(columns.job, input.jobId),
    ...equals('u."runId"', input.runId),
    ...equals('u."sessionId"', input.sessionId),
  ]
  return [...all, ...windowConditions(source, input)]
}

/** Quarters first, by the index both tables have; what has no time has the quarter "" and is in no stretch of time. */
function windowConditions(source: TokenSource, { from, to }: TokenFilters): Statement[] {
  const all: Statement[] = []
  if (from !== undefined) all.push({ sql: `u."quarter" >= ?`, values: [quarterOf(from)] })
  if (to !== undefined) {
    const isWhole = WHOLE_QUARTER.test(to)
    all.push({ sql: `u."quarter" ${isWhole ? '<' : '<='} ? AND u."quarter" > ''`, values: [quarterOf(to)] })
  }
  if (source === 'quarters') return all
  if (from !== undefined && !WHOLE_QUARTER.test(from)) all.push({ sql: `u."at" >= ?`, values: [from] })
  if (to !== undefined && !WHOLE_QUARTER.test(to)) all.push({ sql: `u."at" < ?`, values: [to] })
  return all
}

/** The joins that some dimensions and filters need; only for events. */
export function joinsFor(dimensions: readonly GroupDimension[], { project, jobId }: TokenFilters): string {
  const isJoined = dimensions.some((name) => JOINED.includes(name)) || project !== undefined || jobId !== undefined
  return isJoined ? ' LEFT JOIN "Run" r ON r."id" = u."runId" LEFT JOIN "Session" s ON s."id" = u."sessionId"' : ''
}

const COUNTS: Record<TokenSource, string> = {
  quarters:
    'SUM(u."events") AS "events", SUM(u."unknownEvents") AS "unknown", SUM(u."unpricedEvents") AS "unpriced", ' +
    'SUM(u."lowerBoundEvents") AS "partial", ' +
    CLASSES.map((name) => `SUM(u."${name}Events") AS "knowing_${name}"`).join(', '),
  events:
    'COUNT(*) AS "events", SUM(CASE WHEN u."total" IS NULL THEN 1 ELSE 0 END) AS "unknown", ' +
    'SUM(CASE WHEN u."costPico" IS NULL THEN 1 ELSE 0 END) AS "unpriced", ' +
    `SUM(CASE WHEN u."lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "partial", ` +
    CLASSES.map((name) => `COUNT(u."${name}") AS "knowing_${name}"`).join(', '),
}

/** Sums per group; one row per combination of keys that occurs. */
export async function tokenSums(
  db: SqlReader,
  source: TokenSource,
  dimensions: readonly GroupDimension[],
  bucket: TimeBucket,
  input: TokenFilters,
): Promise<TokenSum[]> {
  const keys = dimensions.map((name) => (name === 'day' ? BUCKET[bucket] : columnsOf(source)[name]))
  const table = source === 'quarters' ? '"UsageQuarter" u' : '"UsageEvent" u'
  const join = source === 'events' ? joinsFor(dimensions, input) : ''
  const where = tokenConditions(source, input)
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const group = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : ''
  const selected = [
    ...keys.map((sql, index) => `${sql} AS "k${index}"`),
    ...SUMMED.map((name) => `SUM(u."${name}") AS "${name}"`),
    COUNTS[source],
  ]
  const rows = await db.$queryRawUnsafe<Record<string, string | bigint | null>[]>(
    `SELECT ${selected.join(', ')} FROM ${table}${join}${filter}${group}`,
    ...where.flatMap(({ values }) => values),
  )
  return rows.map((row) => toTokenSum(row, keys.length)).filter(({ events }) => events > 0n)
}

const integer = (value: string | bigint | number | null | undefined): bigint | null =>
  value === null || value === undefined ? null : BigInt(value)

function toTokenSum(row: Record<string, string | bigint | null>, keys: number): TokenSum {
  const text = (value: string | bigint | null | undefined) =>
    value === null || value === undefined ? null : String(value)
  const of = (name: string) => integer(row[name])
  const known = CLASSES.flatMap((name) => {
    const events = of(`knowing_${name}`)
    return events === null ? [] : [[name, events] as const]
  })
  return {
    keys: Array.from({ length: keys }, (_, index) => text(row[`k${index}`])),
    sums: {
      input: of('input'),
      cacheRead: of('cacheRead'),
      cacheWrite5m: of('cacheWrite5m'),
      cacheWrite1h: of('cacheWrite1h'),
      output: of('output'),
      unsplit: of('unsplit'),
      reasoning: of('reasoning'),
      total: of('total'),
      costPico: of('costPico'),
    },
    events: of('events') ?? 0n,
    unknown: of('unknown') ?? 0n,
    unpriced: of('unpriced') ?? 0n,
    partial: of('partial') ?? 0n,
    knowing: Object.fromEntries(known),
  }
}
