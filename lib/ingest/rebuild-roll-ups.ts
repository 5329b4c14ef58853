import 'server-only'
import { type Db, writerOf } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { writeAll } from '@/lib/db/upsert'
import { ROLL_UPS, rolledUp, touchQuarters, touchStoredDays } from '@/lib/db/usage-roll-up'
import type { Lease } from './lease'

/** Quarters made anew in one transaction: about five days, so that a page never waits long for the writer. */
const QUARTERS_AT_ONCE = 480

/** Makes all roll-ups anew from the events. Each transaction leaves them right as far as it came. */
export async function rebuildRollUps(db: Db, lease: Lease): Promise<void> {
  const tables = ['UsageEvent', ...ROLL_UPS.map(({ quarters }) => quarters)]
  const all = writerOf(db)
    .all(`${tables.map((table) => `SELECT "quarter" FROM "${table}"`).join(' UNION ')} ORDER BY 1`, [])
    .map((row) => String(row['quarter']))
  for (let from = 0; from < all.length; from += QUARTERS_AT_ONCE) {
    const touched = touchQuarters(all.slice(from, from + QUARTERS_AT_ONCE))
    await writeAll(db, [lease.fence(), ...rolledUp(touched, []), raiseDataRevision()])
    await new Promise((resolve) => setImmediate(resolve))
  }
  await writeAll(db, [
    lease.fence(),
    ...['UsageDayBy', ...ROLL_UPS.map(({ days }) => days)].map((table) => ({
      sql: `DELETE FROM "${table}" WHERE "offset" NOT IN (SELECT "offset" FROM "DayOffset")`,
      values: [],
    })),
    ...rolledUp(touchStoredDays(), []),
    raiseDataRevision(),
  ])
}
