import 'server-only'
import { everyEvent } from '@/lib/tokens/stretches'
import { LINES_RULE, type ListDroppedCopiesInput } from '@/lib/usage-events/schema'
import type { Db } from './client'
import { equals, keysetPage, readCursor, type SortOrder } from './keyset'
import type { Statement } from './statement'
import { joinsFor, tokenConditions } from './token-sums'

export interface DroppedCopyRow extends Record<string, unknown> {
  id: string
  at: string | null
  eventId: string
  copyId: string | null
  rule: string | null
  model: string | null
  lineCount: bigint
  droppedTokens: bigint | null
  keptTokens: bigint | null
  droppedSession: string | null
  droppedName: string | null
  droppedFile: string | null
  keptSession: string | null
  keptName: string | null
  keptFile: string | null
}

/** By the time of the response, which an index has; copies of one response stay together. */
const COPY_ORDER: SortOrder = {
  columns: [
    { name: 'at', sql: 'u."at"', kind: 'text' },
    { name: 'eventId', sql: 'u."id"', kind: 'text' },
    { name: 'id', sql: 'c."id"', kind: 'text' },
  ],
  direction: 'DESC',
  nullable: true,
}
const LINES_ORDER: SortOrder = {
  columns: [
    { name: 'at', sql: 'u."at"', kind: 'text' },
    { name: 'id', sql: 'u."id"', kind: 'text' },
  ],
  direction: 'DESC',
  nullable: true,
}

const KEPT = `u."sessionId" AS "keptSession", ks."name" AS "keptName", kf."path" AS "keptFile"`
const KEPT_JOINS = ` LEFT JOIN "Session" ks ON ks."id" = u."sessionId" LEFT JOIN "Content" kf ON kf."id" = u."contentId"`

const COPIES =
  `SELECT c."id", u."at", u."id" AS "eventId", c."id" AS "copyId", c."rule", u."model", c."lineCount", ` +
  `c."writtenTokens" AS "droppedTokens", u."total" AS "keptTokens", c."sessionId" AS "droppedSession", ` +
  `ds."name" AS "droppedName", df."path" AS "droppedFile", ${KEPT} FROM "UsageEvent" u ` +
  `JOIN "UsageCopy" c ON c."eventId" = u."id" AND c."kept" = FALSE ` +
  `LEFT JOIN "Session" ds ON ds."id" = c."sessionId" LEFT JOIN "Content" df ON df."id" = c."contentId"${KEPT_JOINS}`

/** What the lines of a response add up to beyond the response itself and the copies in other sessions. */
const REWRITTEN =
  `u."writtenTokens" - COALESCE(u."total", 0) - COALESCE((SELECT SUM(d."writtenTokens") FROM "UsageCopy" d ` +
  `WHERE d."eventId" = u."id" AND d."kept" = FALSE), 0)`

const LINES =
  `SELECT u."id", u."at", u."id" AS "eventId", NULL AS "copyId", '${LINES_RULE}' AS "rule", u."model", ` +
  `COALESCE((SELECT k."lineCount" - 1 FROM "UsageCopy" k WHERE k."eventId" = u."id" AND k."kept" = TRUE LIMIT 1), ` +
  `u."lines" - u."copies") AS "lineCount", ${REWRITTEN} AS "droppedTokens", u."total" AS "keptTokens", ` +
  `u."sessionId" AS "droppedSession", ks."name" AS "droppedName", kf."path" AS "droppedFile", ${KEPT} ` +
  `FROM "UsageEvent" u${KEPT_JOINS}`

/** One page of what does not count, by the time of the response that does. */
export function droppedCopyPage(db: Db, input: ListDroppedCopiesInput) {
  const { limit, cursor, sort: _, rule, from, to, ...filters } = input
  const isLines = rule === LINES_RULE
  const order = isLines ? LINES_ORDER : COPY_ORDER
  const window: Statement[] = [
    ...(from === undefined ? [] : [{ sql: 'u."at" >= ?', values: [from] }]),
    ...(to === undefined ? [] : [{ sql: 'u."at" < ?', values: [to] }]),
  ]
  const some: Statement[] = isLines
    ? [{ sql: `u."lines" > 1 AND ${REWRITTEN} > 0`, values: [] }]
    : [{ sql: 'u."copies" > 1', values: [] }, ...equals('c."rule"', rule)]
  return keysetPage<DroppedCopyRow>(db, {
    select: `${isLines ? LINES : COPIES}${joinsFor([], filters)}`,
    where: [...tokenConditions(everyEvent(), filters), ...window, ...some],
    order,
    after: readCursor(order, cursor),
    limit,
  })
}
