import 'server-only'
import type { Db } from './client'
import type { SqlReader } from './sqlite-reader'

/** For which clocks sums of whole days are kept, beside those of UTC: for those of zones that somebody looked at. */

const KEPT = 'daysKept'
const ZONE = 'zone:'

/** Offsets from UTC, in minutes, whose days are complete. */
export async function keptOffsets(db: SqlReader): Promise<number[]> {
  const [row] = await db.$queryRawUnsafe<{ value: string }[]>('SELECT "value" FROM "Meta" WHERE "key" = ?', KEPT)
  return row ? (JSON.parse(row.value) as number[]) : [0]
}

export const keepOffsets = (offsets: readonly number[]) => ({
  sql: 'INSERT INTO "Meta" ("key", "value") VALUES (?, ?) ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"',
  values: [KEPT, JSON.stringify(offsets)],
})

const noted = new WeakMap<Db, Set<string>>()

/** Notes that a zone was looked at, once for each process: the worker then keeps its days. Nobody waits for it. */
export function noteZone(db: Db, zone: string, now: Date): void {
  const known = noted.get(db) ?? new Set()
  noted.set(db, known)
  if (zone === 'UTC' || known.has(zone)) return
  known.add(zone)
  const [key, value] = [`${ZONE}${zone}`, now.toISOString()]
  // A page is worth more than this note: when the file cannot be written now, the next process notes it.
  db.meta.upsert({ where: { key }, update: { value }, create: { key, value } }).catch(() => {})
}

/** The zones that were looked at last. */
export async function zonesLookedAt(db: Db, count: number): Promise<string[]> {
  const rows = await db.meta.findMany({
    where: { key: { startsWith: ZONE } },
    orderBy: [{ value: 'desc' }, { key: 'asc' }],
    take: count,
  })
  return rows.map(({ key }) => key.slice(ZONE.length))
}
