import 'server-only'
import type { Db } from './client'
import type { Statement } from './upsert'

const KEY = 'dataRevision'

/** A text that changes with every write of ingest: the heart of every ETag. "0" before the first. */
export async function dataRevision(db: Db): Promise<string> {
  const row = await db.meta.findUnique({ where: { key: KEY } })
  return row?.value ?? '0'
}

/** Goes into the transaction of every batch. */
export function raiseDataRevision(): Statement {
  return {
    sql:
      `INSERT INTO "Meta" ("key", "value") VALUES (?, '1') ` +
      `ON CONFLICT ("key") DO UPDATE SET "value" = CAST(CAST("Meta"."value" AS INTEGER) + 1 AS TEXT)`,
    values: [KEY],
  }
}
