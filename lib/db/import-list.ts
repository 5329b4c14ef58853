import 'server-only'
import type { ListImportsInput } from '@/lib/imports/schema'
import type { Db } from './client'
import type { Import } from './generated/client'
import { equals, keysetPage, readCursor, type SortOrder } from './keyset'

const NEWEST: SortOrder = {
  columns: [
    { name: 'requestedAt', kind: 'text' },
    { name: 'id', kind: 'text' },
  ],
  direction: 'DESC',
}

/** One page of imports, newest request first. */
export async function importPage(db: Db, { status, cursor, limit }: ListImportsInput) {
  return keysetPage<Import & Record<string, unknown>>(db, {
    select: 'SELECT * FROM "Import"',
    where: equals('"status"', status),
    order: NEWEST,
    after: readCursor(NEWEST, cursor),
    limit,
  })
}

/** A file's newest receipt, when something in it was refused or not understood. */
export interface TroubledFile {
  path: string
  system: string | null
  instance: string | null
  status: string
  rejectedCount: number
  unparsed: string
}

const FILES_MAX = 5_000

/** The newest receipt of every path that has something to tell; older receipts of the same path no longer count. */
export async function troubledFiles(db: Db): Promise<TroubledFile[]> {
  return db.$queryRawUnsafe<TroubledFile[]>(
    `SELECT "path", "system", "instance", "status", "rejectedCount", "unparsed" FROM (SELECT "path", "system", ` +
      `"instance", "status", "rejectedCount", "unparsed", ` +
      `ROW_NUMBER() OVER (PARTITION BY "path" ORDER BY "at" DESC, "seq" DESC) AS "age" FROM "ImportFile") f ` +
      `WHERE "age" = 1 AND ("rejectedCount" > 0 OR "unparsed" <> '[]') ORDER BY "path" LIMIT ?`,
    FILES_MAX,
  )
}

export interface InstanceFacts {
  id: string
  system: string
  name: string | null
  checkedAt: string
  path: string | null
  contents: bigint
  runs: bigint
  placeholders: bigint
  usageEvents: bigint
  lastEventAt: string | null
}

/** Every instance with what it holds, in one statement. */
export async function instanceFacts(db: Db): Promise<InstanceFacts[]> {
  return db.$queryRawUnsafe<InstanceFacts[]>(
    `SELECT i."id", i."system", i."name", i."checkedAt", ` +
      `(SELECT c."path" FROM "Content" c WHERE c."instanceId" = i."id" ORDER BY COALESCE(c."latestAt", '') DESC, c."id" DESC LIMIT 1) AS "path", ` +
      `(SELECT COUNT(*) FROM "Content" c WHERE c."instanceId" = i."id") AS "contents", ` +
      `COALESCE(r."runs", 0) AS "runs", COALESCE(r."placeholders", 0) AS "placeholders", ` +
      `COALESCE(u."events", 0) AS "usageEvents", r."lastEventAt" FROM "Instance" i ` +
      `LEFT JOIN (SELECT "instanceId", SUM(CASE WHEN "hasRow" THEN 1 ELSE 0 END) AS "runs", ` +
      `SUM(CASE WHEN "hasRow" THEN 0 ELSE 1 END) AS "placeholders", MAX(NULLIF("lastEvidenceAt", '')) AS "lastEventAt" ` +
      `FROM "Run" GROUP BY "instanceId") r ON r."instanceId" = i."id" ` +
      `LEFT JOIN (SELECT "instanceId", SUM("events") AS "events" FROM "UsageDay" WHERE "offset" = 0 GROUP BY "instanceId") u ` +
      `ON u."instanceId" = i."id" ORDER BY i."id"`,
  )
}
