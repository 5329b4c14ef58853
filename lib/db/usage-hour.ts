import 'server-only'
import { inList, type Statement } from './upsert'

/** The columns of usage that are summed, in roll-ups and in accounts alike. */
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

/**
 * Makes the roll-up of the given hours anew from their events. Goes into the transaction that wrote the events; making
 * it anew instead of adding to it keeps it true whatever was there before.
 */
export function rollUpHours(hours: readonly string[]): Statement[] {
  if (hours.length === 0) return []
  const where = inList('hour', hours)
  const sums = USAGE_SUMS.map((name) => `SUM("${name}")`).join(', ')
  return [
    { sql: `DELETE FROM "UsageHour" WHERE ${where.sql}`, values: where.values },
    {
      sql:
        `INSERT INTO "UsageHour" ("hour", "system", "instanceId", "provider", "model", "role", "purpose", "events", ` +
        `"unknownEvents", "unpricedEvents", "lowerBound", ${USAGE_SUMS.map((name) => `"${name}"`).join(', ')}) ` +
        `SELECT "hour", "system", "instanceId", COALESCE("provider", ''), COALESCE("model", ''), COALESCE("role", ''), ` +
        `COALESCE("purpose", ''), COUNT(*), SUM(CASE WHEN "total" IS NULL THEN 1 ELSE 0 END), ` +
        `SUM(CASE WHEN "costPico" IS NULL THEN 1 ELSE 0 END), SUM(CASE WHEN "lowerBound" <> '[]' THEN 1 ELSE 0 END), ${sums} ` +
        `FROM "UsageEvent" WHERE ${where.sql} ` +
        `GROUP BY "hour", "system", "instanceId", COALESCE("provider", ''), COALESCE("model", ''), COALESCE("role", ''), COALESCE("purpose", '')`,
      values: where.values,
    },
  ]
}
