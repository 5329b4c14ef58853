import 'server-only'
import { newestByKey, type Row, type RowStatement, upsert } from './upsert'

const HAS_ROW = '"Job"."hasRow"'

/** The upsert with its condition changed: what the newer of two equals would do stands where `$1` is. */
function conditioned(rows: readonly Row[], condition: string): RowStatement[] {
  return upsert('Job', ['id'], newestByKey(rows), 'newer').map((statement) => ({
    ...statement,
    sql: statement.sql.replace(/ WHERE ([\s\S]+)$/, (_, newer: string) => ` WHERE ${condition.replace('$1', newer)}`),
  }))
}

/**
 * Writes jobs from three kinds of evidence. The source's own record stands above what runs say of their job, whichever
 * came first and whatever their times; a placeholder gives way to both.
 */
export function jobStatements(jobs: {
  records: readonly Row[]
  mentions: readonly Row[]
  placeholders: readonly Row[]
}): RowStatement[] {
  return [
    ...conditioned(jobs.records, `NOT ${HAS_ROW} OR ($1)`),
    ...conditioned(jobs.mentions, `NOT ${HAS_ROW} AND ($1)`),
    ...upsert('Job', ['id'], newestByKey(jobs.placeholders), 'keep'),
  ]
}
