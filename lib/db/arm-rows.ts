import 'server-only'
import type { Db } from './client'

/** Rows that say how one run was set up: each is one statement by an index of the run. */

const ITEMS_MAX = 20_000

export interface ArmItem {
  split: string | null
  itemKey: string
  rows: bigint
  /** Rows that hold an error instead of a result. */
  errors: bigint
}

/** Items that the run has results of, in a fixed order; more than can be compared are cut, and told by `ITEMS_MAX + 1`. */
export async function itemsOfRun(db: Db, runId: string): Promise<{ items: ArmItem[]; isCut: boolean }> {
  const rows = await db.$queryRawUnsafe<ArmItem[]>(
    `SELECT "split", "itemKey", COUNT(*) AS "rows", ` +
      `SUM(CASE WHEN "error" IS NOT NULL AND ("resolved" IS NULL OR "resolved" = ?) THEN 1 ELSE 0 END) AS "errors" ` +
      `FROM "ItemResult" WHERE "runId" = ? GROUP BY "split", "itemKey" ORDER BY "split", "itemKey" LIMIT ?`,
    false,
    runId,
    ITEMS_MAX + 1,
  )
  return { items: rows.slice(0, ITEMS_MAX), isCut: rows.length > ITEMS_MAX }
}

export interface ItemSums {
  rows: bigint
  costPico: bigint | null
  costs: bigint
  seconds: number | null
  times: bigint
}

/** What the results of a run state of cost and time, and how many of them do. */
export async function itemSums(db: Db, runId: string): Promise<ItemSums> {
  const [row] = await db.$queryRawUnsafe<ItemSums[]>(
    `SELECT COUNT(*) AS "rows", SUM("costPico") AS "costPico", COUNT("costPico") AS "costs", ` +
      `SUM("seconds") AS "seconds", COUNT("seconds") AS "times" FROM "ItemResult" WHERE "runId" = ?`,
    runId,
  )
  return row ?? { rows: 0n, costPico: null, costs: 0n, seconds: null, times: 0n }
}

export interface CostGroup {
  priceTable: string | null
  costKind: string | null
  events: bigint
}

/** Where the costs of a run come from. */
export async function costSources(db: Db, runId: string): Promise<CostGroup[]> {
  return db.$queryRawUnsafe<CostGroup[]>(
    `SELECT "priceTable", "costKind", COUNT(*) AS "events" FROM "UsageEvent" WHERE "runId" = ? ` +
      `GROUP BY "priceTable", "costKind" ORDER BY 1, 2 LIMIT 100`,
    runId,
  )
}
