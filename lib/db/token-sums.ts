import 'server-only'
import type { TokenDimension, TokensInput } from '@/lib/tokens/schema'
import type { Stretch, SumLevel } from '@/lib/tokens/stretches'
import { equals } from './keyset'
import type { SqlReader } from './sqlite-reader'
import type { Statement } from './upsert'
import { type DayDimension, ROLL_UP_JOINS, ROLL_UP_KEYS, ROLL_UP_SUMS } from './usage-roll-up'

export type GroupDimension = Exclude<TokenDimension, 'class'>

const CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'unsplit'] as const
type TokenClassName = (typeof CLASSES)[number]
const COSTS = [
  'costPico',
  'costReportedPico',
  'costComputedPico',
  'comparedReportedPico',
  'comparedComputedPico',
] as const
const SUMMED = [...CLASSES, 'reasoning', 'total', ...COSTS] as const
const COUNTED = {
  events: 'events',
  unknown: 'unknownEvents',
  unpriced: 'unpricedEvents',
  /** Events of which only a part was recorded. */
  partial: 'lowerBoundEvents',
  reported: 'reportedEvents',
  computed: 'computedEvents',
  /** Events with both costs. */
  compared: 'comparedEvents',
} as const

export interface TokenSum extends Record<keyof typeof COUNTED, bigint> {
  /** One per dimension, `class` left out; days are those of the stretch. */
  keys: (string | null)[]
  sums: Record<(typeof SUMMED)[number], bigint | null>
  /** How many events know each class. */
  knowing: Partial<Record<TokenClassName, bigint>>
}

/** What narrows an account; the window is half-open. */
export type TokenFilters = Pick<
  TokensInput,
  'system' | 'model' | 'role' | 'provider' | 'purpose' | 'project' | 'jobId' | 'runId' | 'sessionId' | 'from' | 'to'
>

const NAMED = {
  model: 'model',
  provider: 'provider',
  role: 'role',
  purpose: 'purpose',
  system: 'system',
  project: 'project',
  job: 'jobId',
} as const
const OF_EVENT = { run: 'u."runId"', phase: 'u."phaseId"', session: 'u."sessionId"' }

type Bounded = keyof typeof NAMED

/** The bounded dimensions that are narrowed, with their values. */
function narrowedIn({ jobId, ...input }: TokenFilters): [name: Bounded, value: string][] {
  const { system, model, provider, role, purpose, project } = input
  return Object.entries({ system, model, provider, role, purpose, project, job: jobId }).filter(
    (entry): entry is [Bounded, string] => entry[1] !== undefined,
  )
}

/** Days that are summed by some of the dimensions alone: under which name, and where each dimension stands in a row `u`. */
interface FewDimensions {
  name: DayDimension
  columns: Partial<Record<GroupDimension, string>>
}

const PAIR: FewDimensions = {
  name: 'systemModel',
  columns: {
    system: `SUBSTR(u."key", 1, INSTR(u."key", ' ') - 1)`,
    model: `SUBSTR(u."key", INSTR(u."key", ' ') + 1)`,
  },
}

/** The days that know a question about few dimensions; null when none do. What is about none can be asked of any. */
function fewDimensions(dimensions: readonly GroupDimension[], input: TokenFilters): FewDimensions | null {
  const asked = new Set([...dimensions.filter((name) => name !== 'day'), ...narrowedIn(input).map(([name]) => name)])
  const [only = 'system'] = asked
  if (asked.size < 2) return isBounded(only) ? { name: NAMED[only], columns: { [only]: 'u."key"' } } : null
  return asked.size === 2 && asked.has('system') && asked.has('model') ? PAIR : null
}

const isBounded = (name: GroupDimension): name is Bounded => Object.hasOwn(NAMED, name)

/** The value of a dimension in a row `u`, and "" where it was not recorded. */
const columnIn = (level: SumLevel, name: keyof typeof NAMED) =>
  level === 'events' ? ROLL_UP_KEYS[NAMED[name]] : `u."${NAMED[name]}"`

/** The day of a row, by the clocks of its stretch. */
function dayIn({ level, undated, seconds }: Stretch): string {
  if (level === 'days') return 'u."day"'
  const column = level === 'events' && undated === 'out' ? 'u."at"' : 'u."quarter"'
  return seconds === 0
    ? `SUBSTR(${column}, 1, 10)`
    : `COALESCE(STRFTIME('%Y-%m-%d', ${column}, '${seconds} seconds'), SUBSTR(${column}, 1, 10))`
}

const localDay = (moment: string, seconds: number) =>
  seconds === 0 || moment.length < 24
    ? moment.slice(0, 10)
    : new Date(Date.parse(moment) + seconds * 1_000).toISOString().slice(0, 10)

/** Conditions on the time of `u`, each on an index. What has no time is in no stretch of time. */
function timeConditions({ level, undated, from, to, seconds }: Stretch): Statement[] {
  const ofOffset = level === 'days' ? [{ sql: `u."offset" = ?`, values: [seconds / 60] }] : []
  if (undated === 'too') return ofOffset
  if (undated === 'only') return [...ofOffset, { sql: `u."${level === 'days' ? 'day' : 'quarter'}" = ''`, values: [] }]
  if (level === 'days') {
    return [
      ...ofOffset,
      from === null ? { sql: `u."day" > ''`, values: [] } : { sql: `u."day" >= ?`, values: [localDay(from, seconds)] },
      ...(to === null ? [] : [{ sql: `u."day" < ?`, values: [localDay(to, seconds)] }]),
    ]
  }
  const isEvents = level === 'events'
  return [
    from === null
      ? { sql: `u."quarter" > ''`, values: [] }
      : { sql: `u."quarter" >= ?`, values: [isEvents ? quarterBefore(from) : from.slice(0, 16)] },
    ...(to === null ? [] : [{ sql: `u."quarter" ${isEvents ? '<=' : '<'} ?`, values: [to.slice(0, 16)] }]),
    ...(isEvents && from !== null ? [{ sql: `u."at" >= ?`, values: [from] }] : []),
    ...(isEvents && to !== null ? [{ sql: `u."at" < ?`, values: [to] }] : []),
  ]
}

/** The quarter that a moment is in begins at most so much before it. */
const quarterBefore = (moment: string) =>
  moment.length < 24 ? moment : new Date(Date.parse(moment) - 899_999).toISOString().slice(0, 16)

/** Conditions on `u` in one stretch. Those on runs and sessions need events. */
export function tokenConditions(stretch: Stretch, input: TokenFilters): Statement[] {
  const { level } = stretch
  return [
    ...timeConditions(stretch),
    ...narrowedIn(input).flatMap(([name, value]) => equals(columnIn(level, name), value)),
    ...equals(OF_EVENT.run, input.runId),
    ...equals(OF_EVENT.session, input.sessionId),
  ]
}

const JOINED: readonly GroupDimension[] = ['project', 'job']

/** The joins that some dimensions and filters need, where events are read. */
export function joinsFor(dimensions: readonly GroupDimension[], { project, jobId }: TokenFilters): string {
  const isJoined = dimensions.some((name) => JOINED.includes(name)) || project !== undefined || jobId !== undefined
  return isJoined ? ROLL_UP_JOINS : ''
}

const TABLE: Record<SumLevel, string> = { days: 'UsageDay', quarters: 'UsageQuarter', events: 'UsageEvent' }

/** What is summed, by name, as it is in a roll-up and as it is made of events. */
const COLUMNS = [...SUMMED, ...Object.values(COUNTED), ...CLASSES.map((name) => `${name}Events`)]

function keyIn(stretch: Stretch, name: GroupDimension): string {
  if (name === 'day') return dayIn(stretch)
  if (name === 'run' || name === 'phase' || name === 'session') return OF_EVENT[name]
  return columnIn(stretch.level, name)
}

/** Sums per group in one stretch; one row per combination of keys that occurs. */
export async function tokenSums(
  db: SqlReader,
  stretch: Stretch,
  dimensions: readonly GroupDimension[],
  input: TokenFilters,
): Promise<TokenSum[]> {
  const few = stretch.level === 'days' ? fewDimensions(dimensions, input) : null
  const { sql, values } = few ? sumsByFew(stretch, dimensions, input, few) : sumsByAny(stretch, dimensions, input)
  const group = dimensions.length > 0 ? ` GROUP BY ${dimensions.map((_, index) => index + 1).join(', ')}` : ''
  const rows = await db.$queryRawUnsafe<RawSum[]>(`SELECT ${sql}${group}`, ...values)
  return rows.map((row) => toTokenSum(row, dimensions.length)).filter(({ events }) => events > 0n)
}

const keysAs = (keys: readonly string[]) => keys.map((sql, index) => `NULLIF(${sql}, '') AS "k${index}"`)
const SUMMED_ROLL_UPS = COLUMNS.map((name) => `SUM(u."${name}") AS "${name}"`)
const SUMMED_EVENTS = COLUMNS.map((name) => `${ROLL_UP_SUMS[name]} AS "${name}"`)

/** From the sums of one level, by any combination of dimensions. */
function sumsByAny(stretch: Stretch, dimensions: readonly GroupDimension[], input: TokenFilters): Statement {
  const { level } = stretch
  const keys = keysAs(dimensions.map((name) => keyIn(stretch, name)))
  const columns = [...keys, ...(level === 'events' ? SUMMED_EVENTS : SUMMED_ROLL_UPS)].join(', ')
  const joins = level === 'events' ? joinsFor(dimensions, input) : ''
  return filtered(`${columns} FROM "${TABLE[level]}" u${joins}`, tokenConditions(stretch, input))
}

/** From days that are summed by few dimensions alone. */
function sumsByFew(
  stretch: Stretch,
  dimensions: readonly GroupDimension[],
  input: TokenFilters,
  { name, columns }: FewDimensions,
): Statement {
  const column = (dimension: GroupDimension) => (dimension === 'day' ? 'u."day"' : (columns[dimension] ?? 'u."key"'))
  return filtered(`${[...keysAs(dimensions.map(column)), ...SUMMED_ROLL_UPS].join(', ')} FROM "UsageDayBy" u`, [
    ...timeConditions(stretch),
    { sql: 'u."dimension" = ?', values: [name] },
    ...narrowedIn(input).flatMap(([dimension, value]) => equals(column(dimension), value)),
  ])
}

function filtered(select: string, where: readonly Statement[]): Statement {
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  return { sql: `${select}${filter}`, values: where.flatMap(({ values }) => values) }
}

type RawSum = Record<string, string | bigint | number | null>

const integer = (value: RawSum[string] | undefined): bigint | null =>
  value === null || value === undefined ? null : BigInt(value)

function toTokenSum(row: RawSum, keys: number): TokenSum {
  const text = (value: RawSum[string] | undefined) => (value === null || value === undefined ? null : String(value))
  const counts = Object.entries(COUNTED).map(([name, column]) => [name, integer(row[column]) ?? 0n] as const)
  return {
    keys: Array.from({ length: keys }, (_, index) => text(row[`k${index}`])),
    sums: Object.fromEntries(SUMMED.map((name) => [name, integer(row[name])])) as TokenSum['sums'],
    knowing: Object.fromEntries(CLASSES.map((name) => [name, integer(row[`${name}Events`]) ?? 0n])),
    ...(Object.fromEntries(counts) as Record<keyof typeof COUNTED, bigint>),
  }
}

/** The days (UTC) that have usage, in their order; what has no time is in none. */
export async function daysWithUsage(
  db: SqlReader,
  from: string | undefined,
  to: string | undefined,
): Promise<string[]> {
  const next = (than: string) => `(SELECT MIN("day") FROM "UsageDay" WHERE "offset" = 0 AND "day" ${than})`
  // One probe of the index a day: the days have hundreds of rows each.
  const rows = await db.$queryRawUnsafe<{ day: string }[]>(
    `WITH RECURSIVE d("day") AS (SELECT ${next('>= ?')} UNION ALL SELECT ${next('> d."day"')} FROM d WHERE d."day" <= ?) ` +
      `SELECT "day" FROM d WHERE "day" <= ?`,
    ...[from?.slice(0, 10) ?? '0', to?.slice(0, 10) ?? ':', to?.slice(0, 10) ?? ':'],
  )
  return rows.map(({ day }) => day)
}
