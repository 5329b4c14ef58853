import 'server-only'
import type { ListOverridesInput } from '@/lib/pairs/override-schema'
import type { Db } from './client'
import { raiseDataRevision } from './data-revision'
import type { PairOverride } from './generated/client'
import { contains, equals, keysetPage, readCursor, type SortOrder } from './keyset'
import { type SqlValue, type Statement, writeAll } from './upsert'

export type StoredOverride = PairOverride

/** Keeps one; pages that showed the refusal are told, since the revision rises. */
export async function insertOverride(db: Db, row: Partial<StoredOverride>): Promise<void> {
  const names = Object.keys(row) as (keyof StoredOverride)[]
  await writeAll(db, [
    {
      sql:
        `INSERT INTO "PairOverride" (${names.map((name) => `"${name}"`).join(', ')}) ` +
        `VALUES (${names.map(() => '?').join(', ')})`,
      values: names.map((name): SqlValue => row[name] ?? null),
    },
    raiseDataRevision(),
  ])
}

type Withdrawal = Pick<StoredOverride, 'withdrawnAt' | 'withdrawnBy' | 'withdrawnWhy'>

/** Marks one as withdrawn; the first withdrawal stays. */
export async function markOverride(db: Db, id: string, withdrawal: Withdrawal): Promise<void> {
  await writeAll(db, [
    {
      sql:
        'UPDATE "PairOverride" SET "withdrawnAt" = ?, "withdrawnBy" = ?, "withdrawnWhy" = ? ' +
        'WHERE "id" = ? AND "withdrawnAt" IS NULL',
      values: [withdrawal.withdrawnAt, withdrawal.withdrawnBy, withdrawal.withdrawnWhy, id],
    },
    raiseDataRevision(),
  ])
}

const NEWEST: SortOrder = {
  columns: [
    { name: 'at', kind: 'text' },
    { name: 'id', kind: 'text' },
  ],
  direction: 'DESC',
}

/** Those in force for all of an experiment, newest first. */
export function overridesOf(db: Db, experimentId: string): Promise<StoredOverride[]> {
  return db.pairOverride.findMany({
    where: { experimentId, valid: true, withdrawnAt: null },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  })
}

/** When those of these experiments were given and taken back. */
export function overridesOfAll(
  db: Db,
  ids: readonly string[],
): Promise<Pick<StoredOverride, 'experimentId' | 'at' | 'withdrawnAt'>[]> {
  return db.pairOverride.findMany({
    where: { experimentId: { in: [...ids] }, valid: true },
    select: { experimentId: true, at: true, withdrawnAt: true },
  })
}

/** A run of the pair itself, or of any pair of an experiment. */
const ofRun = (runId: string): Statement => ({
  sql:
    '"controlRunId" = ? OR "treatmentRunId" = ? OR ' +
    '("pairs" IS NOT NULL AND EXISTS (SELECT 1 FROM json_each("pairs") p, json_each(p.value) v WHERE v.value = ?))',
  values: [runId, runId, runId],
})

/** One page of overrides, newest first, and how many match. */
export async function overridePage(
  db: Db,
  { q, experimentId, runId, withdrawn, cursor, limit }: ListOverridesInput,
): Promise<{ rows: StoredOverride[]; nextCursor: string | null; total: number }> {
  const where: Statement[] = [
    ...equals('"experimentId"', experimentId),
    ...(runId === undefined ? [] : [ofRun(runId)]),
    ...(withdrawn === undefined ? [] : [{ sql: `"withdrawnAt" IS ${withdrawn ? 'NOT ' : ''}NULL`, values: [] }]),
    ...(q === undefined
      ? []
      : [contains(['"reason"', '"controlRunId"', '"treatmentRunId"', `COALESCE("experimentId", '')`], q)]),
  ]
  const filter = where.length > 0 ? ` WHERE ${where.map(({ sql }) => `(${sql})`).join(' AND ')}` : ''
  const [page, [counted]] = await Promise.all([
    keysetPage<StoredOverride & Record<string, unknown>>(db, {
      select: 'SELECT * FROM "PairOverride"',
      where,
      order: NEWEST,
      after: readCursor(NEWEST, cursor),
      limit,
    }),
    db.$queryRawUnsafe<{ overrides: bigint }[]>(
      `SELECT COUNT(*) AS "overrides" FROM "PairOverride"${filter}`,
      ...where.flatMap(({ values }) => values),
    ),
  ])
  return { ...page, total: Number(counted?.overrides ?? 0) }
}
