import 'server-only'
import type { ComparisonInput } from '@/lib/prices/schema'
import { asEvents } from '@/lib/tokens/stretches'
import type { SqlReader } from './sqlite-reader'
import { tokenConditions } from './token-sums'
import type { SqlValue } from './upsert'

/** Costs of one group: as imported, stated by the source, computed from the table in force, and from other tables. */
export interface ComparedCosts {
  key: string | null
  events: bigint
  unpriced: bigint
  partial: bigint
  cost: bigint | null
  reported: SideCosts
  computed: SideCosts
  /** Computed minus reported, over the events that have both. */
  gap: bigint | null
  both: bigint
  repriced: RepricedCosts[]
}

interface SideCosts {
  events: bigint
  cost: bigint | null
}

export interface RepricedCosts extends SideCosts {
  unpriced: bigint
  /** Repriced minus as imported, over the events that have both. */
  gap: bigint | null
  both: bigint
}

const KEY = { model: 'u."model"', system: 'u."system"', day: `NULLIF(SUBSTR(u."quarter", 1, 10), '')` } as const
const REPORTED = 'u."costReportedPico"'
const COMPUTED = 'u."costComputedPico"'

/** What a table gives, where it was computed for the event as it is now. */
const repricedColumns = (index: number) => {
  const c = `c${index}."costPico"`
  return [
    `SUM(${c}) AS "cost${index}"`,
    `COUNT(${c}) AS "events${index}"`,
    `SUM(CASE WHEN c${index}."eventId" IS NOT NULL AND ${c} IS NULL THEN 1 ELSE 0 END) AS "unpriced${index}"`,
    `SUM(${c} - u."costPico") AS "gap${index}"`,
    `COUNT(${c} - u."costPico") AS "both${index}"`,
  ]
}

/** Costs side by side, one row a group, in exact picodollars. @param tables versions of repricings, in order */
export async function comparedCosts(
  db: SqlReader,
  input: ComparisonInput,
  tables: readonly string[],
): Promise<ComparedCosts[]> {
  const joins = tables.map(
    (_, at) =>
      ` LEFT JOIN "RepricedCost" c${at} ON c${at}."priceTable" = ? AND c${at}."eventId" = u."id" AND c${at}."version" = u."version"`,
  )
  const where = tokenConditions(asEvents(input), input)
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const selected = [
    `${KEY[input.groupBy]} AS "key"`,
    'COUNT(*) AS "events"',
    'COUNT(*) - COUNT(u."costPico") AS "unpriced"',
    `SUM(CASE WHEN u."lowerBound" <> '[]' THEN 1 ELSE 0 END) AS "partial"`,
    'SUM(u."costPico") AS "cost"',
    `SUM(${REPORTED}) AS "reported", COUNT(${REPORTED}) AS "reportedEvents"`,
    `SUM(${COMPUTED}) AS "computed", COUNT(${COMPUTED}) AS "computedEvents"`,
    `SUM(${COMPUTED} - ${REPORTED}) AS "gap", COUNT(${COMPUTED} - ${REPORTED}) AS "both"`,
    ...tables.flatMap((_, at) => repricedColumns(at)),
  ]
  const rows = await db.$queryRawUnsafe<Record<string, string | bigint | null>[]>(
    `SELECT ${selected.join(', ')} FROM "UsageEvent" u${joins.join('')}${filter} GROUP BY 1`,
    ...([...tables, ...where.flatMap(({ values }) => values)] satisfies SqlValue[]),
  )
  return rows.map((row) => toCosts(row, tables.length))
}

function toCosts(row: Record<string, string | bigint | null>, tables: number): ComparedCosts {
  const sum = (name: string) => (row[name] === null || row[name] === undefined ? null : BigInt(row[name]))
  const count = (name: string) => sum(name) ?? 0n
  return {
    key: row['key'] === null || row['key'] === undefined ? null : String(row['key']),
    events: count('events'),
    unpriced: count('unpriced'),
    partial: count('partial'),
    cost: sum('cost'),
    reported: { events: count('reportedEvents'), cost: sum('reported') },
    computed: { events: count('computedEvents'), cost: sum('computed') },
    gap: sum('gap'),
    both: count('both'),
    repriced: Array.from({ length: tables }, (_, at) => ({
      events: count(`events${at}`),
      cost: sum(`cost${at}`),
      unpriced: count(`unpriced${at}`),
      gap: sum(`gap${at}`),
      both: count(`both${at}`),
    })),
  }
}

/** Events without a cost, by what a price depends on. */
export interface UnpricedGroup {
  provider: string | null
  model: string | null
  serviceTier: string | null
  speed: string | null
  /** What the record lacks, or null when it has all that a price needs. */
  lacks: 'no_tokens' | 'no_split' | 'part_not_recorded' | null
  /** A time of one of them: prices have dates. */
  at: string | null
  events: bigint
  tokens: bigint | null
}

/** Every event without a cost, grouped. Reads all events; asked for only where some have none. */
export async function unpricedGroups(db: SqlReader): Promise<UnpricedGroup[]> {
  const rows = await db.$queryRawUnsafe<(Omit<UnpricedGroup, 'events' | 'tokens'> & Record<string, bigint | null>)[]>(
    `SELECT "provider", "model", "serviceTier", "speed", ` +
      `CASE WHEN "total" IS NULL THEN 'no_tokens' WHEN COALESCE("unsplit", 0) <> 0 THEN 'no_split' ` +
      `WHEN "input" IS NULL OR "output" IS NULL THEN 'part_not_recorded' END AS "lacks", ` +
      `MAX("at") AS "at", COUNT(*) AS "events", SUM("total") AS "tokens" ` +
      `FROM "UsageEvent" WHERE "costPico" IS NULL GROUP BY 1, 2, 3, 4, 5`,
  )
  return rows.map((row) => ({
    ...row,
    events: BigInt(row['events'] ?? 0n),
    tokens: row['tokens'] === null || row['tokens'] === undefined ? null : BigInt(row['tokens']),
  }))
}
