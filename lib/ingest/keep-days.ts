import 'server-only'
import type { Db } from '@/lib/db/client'
import { keepOffsets, keptOffsets, zonesLookedAt } from '@/lib/db/kept-days'
import { daysWithUsage } from '@/lib/db/token-sums'
import { writeAll } from '@/lib/db/upsert'
import { dropDays, makeDays } from '@/lib/db/usage-roll-up'
import { addDays, LocalDays } from '@/lib/tokens/local-day'
import type { Lease } from './lease'

/** Each zone has one offset or two, and each offset costs as much room as the days of UTC. */
const ZONES_MAX = 3
/** Days made in one transaction: so few that a page never waits long for the writer. */
const DAYS_AT_ONCE = 31
const QUARTER_SECONDS = 900

/**
 * Keeps sums of whole days for the zones that were looked at last, by all offsets their clocks had over the days with
 * usage of the last year or so. Days of other zones are added up from quarters.
 */
export async function keepDays(db: Db, lease: Lease): Promise<void> {
  const zones = await zonesLookedAt(db, ZONES_MAX)
  const kept = await keptOffsets(db)
  if (zones.length === 0 && kept.length === 1) return
  const days = await daysWithUsage(db, undefined, undefined)
  const wanted = [...new Set([0, ...zones.flatMap((zone) => offsetsOf(zone, days))])]
  const stale = kept.filter((offset) => !wanted.includes(offset))
  let held = kept.filter((offset) => wanted.includes(offset))
  if (stale.length > 0) await writeAll(db, [lease.fence(), keepOffsets(held), ...dropDays(stale)])
  const around = [...new Set(['', ...days.flatMap((day) => [addDays(day, -1), day, addDays(day, 1)])])]
  for (const offset of wanted.filter((each) => !held.includes(each))) {
    // From here on every change keeps its days, too; they are read when all of them are there.
    for (let from = 0; from < around.length; from += DAYS_AT_ONCE) {
      await writeAll(db, [lease.fence(), ...makeDays(offset, around.slice(from, from + DAYS_AT_ONCE))])
      await new Promise((resolve) => setImmediate(resolve))
    }
    held = [...held, offset]
    await writeAll(db, [lease.fence(), keepOffsets(held)])
  }
}

function offsetsOf(zone: string, days: readonly string[]): number[] {
  const spans = new LocalDays(zone).spansOf(days.slice(-400))
  return spans.filter(({ seconds }) => seconds % QUARTER_SECONDS === 0).map(({ seconds }) => seconds / 60)
}
