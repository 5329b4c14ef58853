import 'server-only'
import type { Db } from './client'

/** The newest migration the database says it has, or "none". */
export async function newestMigration(db: Db): Promise<string> {
  const [row] = await db.$queryRawUnsafe<{ name: string | null }[]>(
    'SELECT MAX("migration_name") AS "name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL',
  )
  return row?.name ?? 'none'
}

/** Usage events without a cost, over everything. */
export async function unpricedEvents(db: Db): Promise<bigint> {
  const [row] = await db.$queryRawUnsafe<{ events: bigint }[]>(
    'SELECT COALESCE(SUM("unpricedEvents"), 0) AS "events" FROM "UsageDay" WHERE "offset" = 0',
  )
  return row?.events ?? 0n
}
