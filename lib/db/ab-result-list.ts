import 'server-only'
import type { ListABResultsInput } from '@/lib/experiments/schema'
import type { Db } from './client'
import type { ABTestResult } from './generated/client'
import { equals, keysetPage, readCursor, type SortOrder } from './keyset'
import type { Statement } from './upsert'

const NEWEST: SortOrder = {
  columns: [
    { name: 'createdAt', kind: 'text' },
    { name: 'id', kind: 'text' },
  ],
  direction: 'DESC',
  nullable: true,
}

/** One page of persisted A/B results, newest first, and how many match. */
export async function abResultPage(db: Db, { testId, valid, runId, cursor, limit }: ListABResultsInput) {
  const where: Statement[] = [...equals('"testId"', testId), ...equals('"isValid"', valid)]
  if (runId !== undefined) where.push({ sql: '"controlRunId" = ? OR "treatmentRunId" = ?', values: [runId, runId] })
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const [page, [counted]] = await Promise.all([
    keysetPage<ABTestResult & Record<string, unknown>>(db, {
      select: 'SELECT * FROM "ABTestResult"',
      where,
      order: NEWEST,
      after: readCursor(NEWEST, cursor),
      limit,
    }),
    db.$queryRawUnsafe<{ results: bigint }[]>(
      `SELECT COUNT(*) AS "results" FROM "ABTestResult"${filter}`,
      ...where.flatMap(({ values }) => values),
    ),
  ])
  return { ...page, total: Number(counted?.results ?? 0) }
}
