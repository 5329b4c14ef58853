import 'server-only'
import type { Row, RowStatement, SqlValue, Statement } from './statement'

/** The columns of usage that are summed for runs, sessions and jobs. */
export const USAGE_SUMS = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'reasoning',
  'unsplit',
  'total',
  'costPico',
]

/** What every roll-up is by, with its value in an event `u` of a run `r` and a session `s`; "": not recorded. */
export const ROLL_UP_KEYS = {
  system: 'u."system"',
  instanceId: 'u."instanceId"',
  provider: `COALESCE(u."provider", '')`,
  model: `COALESCE(u."model", '')`,
  role: `COALESCE(u."role", '')`,
  purpose: `COALESCE(u."purpose", 'other')`,
  project: `COALESCE(r."project", s."project", '')`,
  jobId: `COALESCE(r."jobId", s."jobId", '')`,
} as const

/** The joins that find an event's project and job. */
export const ROLL_UP_JOINS = ' LEFT JOIN "Run" r ON r."id" = u."runId" LEFT JOIN "Session" s ON s."id" = u."sessionId"'

const many = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`
const BOTH = 'u."costReportedPico" IS NOT NULL AND u."costComputedPico" IS NOT NULL'
const sum = (name: string) => [name, `SUM(u."${name}")`] as const
const knowing = (name: string) => [`${name}Events`, `COUNT(u."${name}")`] as const

/** What a roll-up holds, with how it is made of events `u`. Sums are null where no event knows the amount. */
export const ROLL_UP_SUMS: Readonly<Record<string, string>> = Object.fromEntries([
  ['events', 'COUNT(*)'],
  ['unknownEvents', many('u."total" IS NULL')],
  ['unpricedEvents', many('u."costPico" IS NULL')],
  ['lowerBoundEvents', many(`u."lowerBound" <> '[]'`)],
  ['reportedEvents', 'COUNT(u."costReportedPico")'],
  ['computedEvents', 'COUNT(u."costComputedPico")'],
  ['comparedEvents', many(BOTH)],
  ...['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'unsplit'].map(knowing),
  ['repeatedEvents', many('u."lines" > 1')],
  ...['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning', 'unsplit', 'total'].map(sum),
  ['writtenTokens', 'SUM(COALESCE(u."writtenTokens", u."total"))'],
  ...['costPico', 'costReportedPico', 'costComputedPico'].map(sum),
  ['comparedReportedPico', `SUM(CASE WHEN ${BOTH} THEN u."costReportedPico" END)`],
  ['comparedComputedPico', `SUM(CASE WHEN ${BOTH} THEN u."costComputedPico" END)`],
])

/** The same of copies `c` that do not count. */
const DROPPED_SUMS = { events: 'COUNT(*)', tokens: 'SUM(c."writtenTokens")' }
const DROPPED_KEYS = { ...ROLL_UP_KEYS, rule: `COALESCE(c."rule", '')`, sessionId: 'c."sessionId"' }

const names = (columns: object) =>
  Object.keys(columns)
    .map((name) => `"${name}"`)
    .join(', ')

export interface RollUp {
  quarters: string
  days: string
  keys: Readonly<Record<string, string>>
  sums: Readonly<Record<string, string>>
  join: string
}

const USAGE: RollUp = {
  ...{ quarters: 'UsageQuarter', days: 'UsageDay' },
  ...{ keys: ROLL_UP_KEYS, sums: ROLL_UP_SUMS, join: ROLL_UP_JOINS },
}
const DROPPED: RollUp = {
  ...{ quarters: 'DroppedQuarter', days: 'DroppedDay' },
  ...{ keys: DROPPED_KEYS, sums: DROPPED_SUMS },
  join: ` JOIN "UsageCopy" c ON c."eventId" = u."id" AND u."copies" > 1 AND NOT c."kept"${ROLL_UP_JOINS}`,
}

/** Every roll-up there is. */
export const ROLL_UPS: readonly RollUp[] = [USAGE, DROPPED]

/** Keys and sums, as columns of a roll-up. */
export const columnsOf = ({ keys, sums }: RollUp) => `${names(keys)}, ${names(sums)}`

const ordinals = (count: number) => Array.from({ length: count }, (_, index) => index + 1).join(', ')
const list = (parts: readonly string[]) => parts.join(', ')

/** Quarters as their events `u` give them. @param from tables and conditions that name events `u` */
export const quartersOfEvents = ({ keys, sums, join }: RollUp, from: string, where = ''): string =>
  `SELECT u."quarter", ${list(Object.values(keys))}, ${list(Object.values(sums))} FROM ${from}${join}${where} ` +
  `GROUP BY ${ordinals(Object.keys(keys).length + 1)}`

/** The day of a quarter `d` on clocks that stand `o` from UTC; at the ends of time, where there is no other, that of UTC. */
const DAY =
  `CASE WHEN d."quarter" = '' THEN '' WHEN o."offset" = 0 THEN SUBSTR(d."quarter", 1, 10) ` +
  `ELSE COALESCE(STRFTIME('%Y-%m-%d', d."quarter", o."offset" || ' minutes'), SUBSTR(d."quarter", 1, 10)) END`

/** Days that some of the touched quarters are in, `t`. */
const TOUCHED_DAYS = `(SELECT DISTINCT o."offset", ${DAY} AS "day" FROM "DirtyQuarter" d CROSS JOIN "DayOffset" o)`

/** The first quarter of the day `t`, or the last. */
const edgeOf = (time: 'T00:00' | 'T23:45') =>
  `CASE WHEN t."day" = '' THEN '' WHEN t."offset" = 0 THEN t."day" || '${time}' ` +
  `ELSE COALESCE(STRFTIME('%Y-%m-%dT%H:%M', t."day" || '${time}', (0 - t."offset") || ' minutes'), t."day" || '${time}') END`

/** Whole days as their quarters give them. @param days names offsets and days `t` */
export const daysOfQuarters = ({ quarters, keys, sums }: RollUp, days: string): string =>
  `SELECT t."offset", t."day", ${list(Object.keys(keys).map((name) => `q."${name}"`))}, ` +
  `${list(Object.keys(sums).map((name) => `SUM(q."${name}") AS "${name}"`))} ` +
  `FROM ${days} t CROSS JOIN "${quarters}" q ON q."quarter" BETWEEN ${edgeOf('T00:00')} AND ${edgeOf('T23:45')} ` +
  `GROUP BY ${ordinals(Object.keys(keys).length + 2)}`

/** What days `q` are summed by alone, too; the name of a system has no space in it. */
const DAY_KEYS = {
  ...{ system: 'q."system"', provider: 'q."provider"', model: 'q."model"', role: 'q."role"' },
  ...{ purpose: 'q."purpose"', project: 'q."project"', jobId: 'q."jobId"' },
  systemModel: `q."system" || ' ' || q."model"`,
} as const
export type DayDimension = keyof typeof DAY_KEYS
export const DAY_DIMENSIONS = Object.keys(DAY_KEYS) as DayDimension[]
const DIMENSIONS = `(SELECT value AS "dimension" FROM json_each('${JSON.stringify(DAY_DIMENSIONS)}'))`

/** Days by one key alone, as the days themselves give them. @param days names offsets and days `t` */
export const daysByOne = (name: DayDimension, days: string): string =>
  `SELECT q."offset", '${name}', q."day", ${DAY_KEYS[name]}, ` +
  `${list(Object.keys(ROLL_UP_SUMS).map((column) => `SUM(q."${column}") AS "${column}"`))} ` +
  `FROM ${days} t CROSS JOIN "UsageDay" q ON q."offset" = t."offset" AND q."day" = t."day" GROUP BY 1, 3, 4`

const remakeDaysByOne = (days: string, values: SqlValue[] = []): Statement[] => [
  {
    sql:
      `DELETE FROM "UsageDayBy" WHERE ("offset", "dimension", "day") IN ` +
      `(SELECT t."offset", x."dimension", t."day" FROM ${days} t CROSS JOIN ${DIMENSIONS} x)`,
    values,
  },
  ...DAY_DIMENSIONS.map((name) => ({
    sql: `INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", ${names(ROLL_UP_SUMS)}) ${daysByOne(name, days)}`,
    values,
  })),
]

function remake(rollUp: RollUp): Statement[] {
  const { quarters, days } = rollUp
  const columns = columnsOf(rollUp)
  const touched = '"DirtyQuarter" d CROSS JOIN "UsageEvent" u ON u."quarter" = d."quarter"'
  return [
    `DELETE FROM "${quarters}" WHERE "quarter" IN (SELECT "quarter" FROM "DirtyQuarter")`,
    `INSERT INTO "${quarters}" ("quarter", ${columns}) ${quartersOfEvents(rollUp, touched)}`,
    `DELETE FROM "${days}" WHERE ("offset", "day") IN (SELECT t."offset", t."day" FROM ${TOUCHED_DAYS} t)`,
    `INSERT INTO "${days}" ("offset", "day", ${columns}) ${daysOfQuarters(rollUp, TOUCHED_DAYS)}`,
  ].map((sql) => ({ sql, values: [] }))
}

/**
 * Makes the roll-ups anew for every quarter on the list, and empties the list. Goes to the end of the transaction that
 * put them there. Anew instead of adding to them: so they are right whatever was there before.
 */
const remakeTouched = (): Statement[] => [
  ...ROLL_UPS.flatMap(remake),
  ...remakeDaysByOne(TOUCHED_DAYS),
  { sql: 'DELETE FROM "DirtyQuarter"', values: [] },
]

const TOUCH = 'INSERT INTO "DirtyQuarter" ("quarter") '
const ONCE = ' ON CONFLICT DO NOTHING'

/** Puts quarters on the list. */
export const touchQuarters = (quarters: Iterable<string>): RowStatement[] =>
  forEach(
    `${TOUCH}VALUES (?)${ONCE}`,
    [...new Set(quarters)].map((quarter) => [quarter]),
  )

/** Makes days of clocks that stand so many minutes from UTC, and keeps them from now on. @param days "" is no time */
export function makeDays(offset: number, days: readonly string[]): Statement[] {
  const asked = `(SELECT CAST(? AS INTEGER) AS "offset", value AS "day" FROM json_each(?))`
  const values = [offset, JSON.stringify(days)]
  return [
    { sql: 'INSERT INTO "DayOffset" ("offset") VALUES (?) ON CONFLICT DO NOTHING', values: [offset] },
    ...ROLL_UPS.flatMap((rollUp) => [
      {
        sql: `DELETE FROM "${rollUp.days}" WHERE ("offset", "day") IN (SELECT t."offset", t."day" FROM ${asked} t)`,
        values,
      },
      {
        sql: `INSERT INTO "${rollUp.days}" ("offset", "day", ${columnsOf(rollUp)}) ${daysOfQuarters(rollUp, asked)}`,
        values,
      },
    ]),
    ...remakeDaysByOne(asked, values),
  ]
}

/** Days of clocks that need not be kept any more. */
export const dropDays = (offsets: readonly number[]): Statement[] =>
  ['DayOffset', 'UsageDayBy', ...ROLL_UPS.map(({ days }) => days)].map((table) => ({
    sql: `DELETE FROM "${table}" WHERE "offset" IN (SELECT value FROM json_each(?))`,
    values: [JSON.stringify(offsets)],
  }))

/** Puts a quarter of each day on the list that has sums: of days that have none any more, too. */
export const touchStoredDays = (): Statement[] =>
  ['UsageDayBy', ...ROLL_UPS.map(({ days }) => days)].map((table) => ({
    sql: `${TOUCH}SELECT DISTINCT ${edgeOf('T00:00')} FROM "${table}" t WHERE 1 = 1${ONCE}`,
    values: [],
  }))

/** Puts the quarters on the list that events are in now, which are about to be written with another time, or deleted. */
export const touchEvents = (ids: readonly string[]): RowStatement[] =>
  forEach(
    `${TOUCH}SELECT "quarter" FROM "UsageEvent" WHERE "id" = ?${ONCE}`,
    ids.map((id) => [id]),
  )

/** Puts the quarters of everything that sessions spent on the list, because they change their run. */
export const touchSessions = (ids: readonly string[]): RowStatement[] =>
  forEach(
    `${TOUCH}SELECT DISTINCT "quarter" FROM "UsageEvent" WHERE "sessionId" = ?${ONCE}`,
    ids.map((id) => [id]),
  )

const spentBy = (column: string, isSame: string) =>
  `${TOUCH}SELECT DISTINCT u."quarter" FROM (SELECT ?1 AS "id" WHERE NOT EXISTS (SELECT 1 FROM ${isSame})) t ` +
  `CROSS JOIN "UsageEvent" u ON u."${column}" = t."id" WHERE 1 = 1${ONCE}`

/** Puts the quarters of runs on the list that are about to get another project or job: usage often comes first. */
export const touchChangedRuns = (rows: readonly Row[]): RowStatement[] =>
  forEach(
    spentBy(
      'runId',
      `"Run" r WHERE r."id" = ?1 AND r."project" IS NOT DISTINCT FROM ?2 AND r."jobId" IS NOT DISTINCT FROM ?3`,
    ),
    rows.map((row) => [row['id'] ?? null, row['project'] ?? null, row['jobId'] ?? null]),
  )

/** The same of sessions. */
export const touchChangedSessions = (rows: readonly Row[]): RowStatement[] =>
  forEach(
    spentBy('sessionId', `"Session" s WHERE s."id" = ?1 AND s."project" IS NOT DISTINCT FROM ?2`),
    rows.map((row) => [row['id'] ?? null, row['project'] ?? null]),
  )

/**
 * Statements that change usage, with what keeps the roll-ups true around them.
 * @param touched what puts quarters on the list, before the changes; nothing is rolled up when it is empty
 */
export function rolledUp<T extends Statement | RowStatement>(
  touched: readonly (Statement | RowStatement)[],
  changes: readonly T[],
): (T | Statement | RowStatement)[] {
  return touched.length === 0 ? [...changes] : [...touched, ...changes, ...remakeTouched()]
}

function forEach(sql: string, rows: readonly SqlValue[][]): RowStatement[] {
  return rows.length === 0 ? [] : [{ sql, rows }]
}
