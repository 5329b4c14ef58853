import 'server-only'
import { keptOffsets } from './kept-days'
import type { SqlReader } from './sqlite-reader'
import {
  columnsOf,
  DAY_DIMENSIONS,
  daysByOne,
  daysOfQuarters,
  quartersOfEvents,
  ROLL_UP_SUMS,
  ROLL_UPS,
  type RollUp,
} from './usage-roll-up'

export interface RollUpDifference {
  table: string
  /** The quarter of an hour, or the day with its offset from UTC in minutes. */
  bucket: string
  keys: Record<string, string>
  /** Sums that differ: what is stored and what the events give; null: not recorded, or no such row. */
  sums: { name: string; stored: string | null; counted: string | null }[]
}

export interface RollUpCheck {
  /** Rows of roll-ups that were compared. */
  rows: number
  events: number
  differences: number
  /** The first of them. */
  examples: RollUpDifference[]
}

const EXAMPLES_MAX = 20
type Cell = string | bigint | number | null
type Side = Record<string, Cell>

/** Compares every roll-up with what it is made of: quarters with events, days with quarters. Reads everything. */
export async function checkRollUps(db: SqlReader): Promise<RollUpCheck> {
  const check: RollUpCheck = { rows: 0, events: await countOf(db, 'UsageEvent'), differences: 0, examples: [] }
  const [months, kept] = [await monthsOf(db), JSON.stringify(await keptOffsets(db))]
  for (const rollUp of ROLL_UPS) {
    const { quarters, days } = rollUp
    for (const month of months) {
      const between = [month, month === '' ? '' : `${month}~`]
      const made = quartersOfEvents(rollUp, '"UsageEvent" u', ' WHERE u."quarter" BETWEEN ? AND ?')
      const stored = `SELECT "quarter", ${columnsOf(rollUp)} FROM "${quarters}" WHERE "quarter" BETWEEN ? AND ?`
      await compare(db, check, rollUp, { table: quarters, bucket: ['quarter'], made, stored, values: between })
    }
    const all = `(SELECT DISTINCT o."offset", t."day" FROM ${DAYS_OF_QUARTERS(quarters)} t CROSS JOIN (SELECT value AS "offset" FROM json_each(?)) o)`
    await compare(db, check, rollUp, {
      ...{ table: days, bucket: ['offset', 'day'] },
      made: daysOfQuarters(rollUp, all),
      stored: `SELECT "offset", "day", ${columnsOf(rollUp)} FROM "${days}" WHERE "offset" IN (SELECT value FROM json_each(?))`,
      values: [kept],
    })
    check.rows += (await countOf(db, quarters)) + (await countOf(db, days))
  }
  await compareDaysByOne(db, check, kept)
  return check
}

async function compareDaysByOne(db: SqlReader, check: RollUpCheck, kept: string): Promise<void> {
  const rollUp = { keys: { key: '' }, sums: ROLL_UP_SUMS }
  const all = `(SELECT DISTINCT "offset", "day" FROM "UsageDay" WHERE "offset" IN (SELECT value FROM json_each(?)))`
  for (const name of DAY_DIMENSIONS) {
    await compare(db, check, rollUp, {
      ...{ table: 'UsageDayBy', bucket: ['offset', 'dimension', 'day'] },
      made: daysByOne(name, all),
      stored: `SELECT "offset", "dimension", "day", "key", ${Object.keys(ROLL_UP_SUMS)
        .map((column) => `"${column}"`)
        .join(', ')} FROM "UsageDayBy" WHERE "dimension" = '${name}' AND "offset" IN (SELECT value FROM json_each(?))`,
      values: [kept],
    })
  }
  check.rows += await countOf(db, 'UsageDayBy')
}

/** Days that quarters can be in, wherever the clocks stand; those without any give no rows. */
const DAYS_OF_QUARTERS = (quarters: string) => {
  const day = (shift: string) =>
    `SELECT COALESCE(STRFTIME('%Y-%m-%d', "quarter", '${shift}'), SUBSTR("quarter", 1, 10)) AS "day" FROM "${quarters}"`
  return `(SELECT DISTINCT SUBSTR("quarter", 1, 10) AS "day" FROM "${quarters}" UNION ${day('-1 day')} WHERE "quarter" > '' UNION ${day('+1 day')} WHERE "quarter" > '')`
}

const countOf = async (db: SqlReader, table: string) =>
  Number((await db.$queryRawUnsafe<{ rows: bigint }[]>(`SELECT COUNT(*) AS "rows" FROM "${table}"`))[0]?.rows ?? 0)

/** Stretches short enough to be compared at once; "" is what has no time. */
async function monthsOf(db: SqlReader): Promise<string[]> {
  const tables = ['UsageEvent', ...ROLL_UPS.map(({ quarters }) => quarters)]
  const rows = await db.$queryRawUnsafe<{ month: string }[]>(
    `${tables.map((table) => `SELECT SUBSTR("quarter", 1, 7) AS "month" FROM "${table}"`).join(' UNION ')} ORDER BY 1`,
  )
  return rows.map(({ month }) => month)
}

type Columns = Pick<RollUp, 'keys' | 'sums'>

interface Compared {
  table: string
  bucket: readonly string[]
  made: string
  stored: string
  values: readonly string[]
}

async function compare(db: SqlReader, check: RollUpCheck, rollUp: Columns, compared: Compared): Promise<void> {
  const { made, stored, values } = compared
  const keys = [...compared.bucket, ...Object.keys(rollUp.keys)]
  const columns = [...keys, ...Object.keys(rollUp.sums)]
  const named = columns.map((name) => `"${name}"`).join(', ')
  const sides = `WITH "made" (${named}) AS (${made}), "stored" (${named}) AS (${stored})`
  const only = (one: string, other: string) =>
    db.$queryRawUnsafe<Side[]>(`${sides} SELECT * FROM "${one}" EXCEPT SELECT * FROM "${other}"`, ...values, ...values)
  const [missing, wrong] = [await only('made', 'stored'), await only('stored', 'made')]
  const found = new Map<string, { stored?: Side; counted?: Side }>()
  const note = (side: 'stored' | 'counted', rows: readonly Side[]) => {
    for (const row of rows) {
      const id = JSON.stringify(keys.map((name) => String(row[name])))
      found.set(id, { ...found.get(id), [side]: row })
    }
  }
  note('counted', missing)
  note('stored', wrong)
  check.differences += found.size
  for (const { stored: has, counted } of found.values()) {
    if (check.examples.length >= EXAMPLES_MAX) return
    check.examples.push(difference(compared, rollUp, has, counted))
  }
}

function difference(
  { table, bucket }: Compared,
  rollUp: Columns,
  stored: Side | undefined,
  counted: Side | undefined,
): RollUpDifference {
  const cell = (side: Side | undefined, name: string) => {
    const value = side?.[name] ?? null
    return value === null ? null : String(value)
  }
  const either = (name: string) => cell(stored ?? counted, name) ?? ''
  return {
    table,
    bucket: bucket.map(either).join(' '),
    keys: Object.fromEntries(Object.keys(rollUp.keys).map((name) => [name, either(name)])),
    sums: Object.keys(rollUp.sums)
      .map((name) => ({ name, stored: cell(stored, name), counted: cell(counted, name) }))
      .filter((sum) => sum.stored !== sum.counted),
  }
}
