import 'server-only'
import type { Db } from './client'

const LIMIT = 500

/**
 * Ids of runs that count as running and whose source was checked after their evidence had become too old.
 * Without a later check nothing is known, and nothing is claimed.
 */
export async function silentRuns(db: Db): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT "Run"."id" FROM "Run" JOIN "Instance" ON "Instance"."id" = "Run"."instanceId" ` +
      `WHERE "Run"."interruptAfter" IS NOT NULL AND "Run"."statusDerived" = 'running' ` +
      `AND "Run"."interruptAfter" <= "Instance"."checkedAt" LIMIT ${LIMIT}`,
  )
  return rows.map((row) => row.id)
}

/** The same of sessions. */
export async function silentSessions(db: Db): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT "Session"."id" FROM "Session" JOIN "Instance" ON "Instance"."id" = "Session"."instanceId" ` +
      `WHERE "Session"."interruptAfter" IS NOT NULL AND "Session"."statusDerived" = 'running' ` +
      `AND "Session"."interruptAfter" <= "Instance"."checkedAt" LIMIT ${LIMIT}`,
  )
  return rows.map((row) => row.id)
}
