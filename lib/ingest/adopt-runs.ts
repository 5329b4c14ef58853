import 'server-only'
import { type Db, writerOf } from '@/lib/db/client'
import { type Statement, writeAll } from '@/lib/db/upsert'
import { rolledUp, touchSessions } from '@/lib/db/usage-roll-up'
import type { Lease } from './lease'
import { markRunsDirty } from './mark-runs-dirty'

/** A sub-agent of a sub-agent belongs to the run at the top, whichever of their files came first. */
export async function adoptRuns(db: Db, lease: Lease, ids: readonly string[]): Promise<void> {
  let generation = [...ids]
  for (let depth = 0; depth < 20 && generation.length > 0; depth += 1) {
    const strays = writerOf(db).all(
      `SELECT c."id", c."runId" AS "from", p."runId" AS "to" FROM "Session" c JOIN "Session" p ON p."id" = c."parentId" ` +
        `WHERE p."runId" IS NOT NULL AND c."runId" IS NOT p."runId" AND ` +
        `(c."id" IN (SELECT value FROM json_each(?1)) OR p."id" IN (SELECT value FROM json_each(?1)))`,
      [JSON.stringify(generation)],
    )
    if (strays.length === 0) return
    const runs = strays.flatMap((row) => [row['from'], row['to']].filter((id) => typeof id === 'string'))
    await writeAll(db, [
      lease.fence(),
      ...rolledUp(
        touchSessions(strays.map((row) => String(row['id']))),
        strays.flatMap((row) =>
          ['Session', 'UsageEvent', 'Failure'].map((table) => ({
            sql: `UPDATE "${table}" SET "runId" = ? WHERE "${table === 'Session' ? 'id' : 'sessionId'}" = ?`,
            values: [row['to'] ?? null, row['id'] ?? null],
          })),
        ),
      ),
      ...markRunsDirty(runs),
      loosenFailuresOf(strays.map((row) => String(row['id']))),
      removeEmptyPlaceholders(runs),
    ])
    generation = strays.map((row) => String(row['id']))
  }
}

/** Their patterns count runs. */
const loosenFailuresOf = (sessionIds: readonly string[]): Statement => ({
  sql:
    'INSERT INTO "LooseFailure" ("failureId") SELECT "id" FROM "Failure" WHERE "sessionId" IN ' +
    '(SELECT value FROM json_each(?)) ON CONFLICT ("failureId") DO UPDATE SET "stage" = 0',
  values: [JSON.stringify(sessionIds)],
})

/** A placeholder exists only as long as something names it. */
const removeEmptyPlaceholders = (runIds: readonly string[]): Statement => ({
  sql:
    `DELETE FROM "Run" WHERE NOT "hasRow" AND "id" IN (SELECT value FROM json_each(?)) AND ` +
    ['UsageEvent', 'Session', 'Failure', 'Phase', 'Tier', 'Candidate', 'ItemResult']
      .map((table) => `NOT EXISTS (SELECT 1 FROM "${table}" x WHERE x."runId" = "Run"."id")`)
      .join(' AND '),
  values: [JSON.stringify(runIds)],
})
