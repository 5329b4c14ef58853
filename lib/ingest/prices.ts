import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { upsert, writeAll } from '@/lib/db/upsert'
import { rolledUp, touchQuarters } from '@/lib/db/usage-roll-up'
import type { OwnPrices } from '@/lib/ledger/own-price-file'
import { withOwnPrices } from '@/lib/ledger/own-prices'
import { BUNDLED_VERSION } from '@/lib/ledger/price-table'
import { bundledPriceTable, costPico, type PriceTable, priceFor } from '@/lib/ledger/prices'
import type { Lease } from './lease'

const ACTIVE = 'activePrices'
/** The version from which every cost was computed to the end; a process may end on the way. */
const COMPUTED = 'computedPrices'
/** Set by the migration that put computed costs beside stated ones. */
const OPEN = 'costsToCompute'
const CHUNK = 2_000

/** Tables by version: finding a model is remembered on the table object, so the object must live on. */
const opened = new Map<string, PriceTable>()

/** The prices that costs are computed from: the operator's table when one was given, else the bundled ones. */
export async function activePrices(db: Db): Promise<PriceTable> {
  const active = await db.meta.findUnique({ where: { key: ACTIVE } })
  const version = active?.value ?? bundledPriceTable().version
  const known = opened.get(version)
  if (known) return known
  const row = active ? await db.priceTable.findUnique({ where: { version } }) : null
  const table = row ? openedTable(JSON.parse(row.data) as PriceTable) : bundledPriceTable()
  opened.set(version, table)
  return table
}

/** The kept library may be a newer one than when the table was stored, and then has another version. */
const openedTable = (table: PriceTable) =>
  table.source === 'bundled' ? withOwnPrices(bundledPriceTable(), table.own ?? null) : table

/** The prices of a version; null when they came with a library that is kept no more. */
export async function storedPrices(db: Db, version: string): Promise<PriceTable | null> {
  if (version === bundledPriceTable().version) return bundledPriceTable()
  const known = opened.get(version)
  if (known) return known
  const row = await db.priceTable.findUnique({ where: { version } })
  const table = row ? openedTable(JSON.parse(row.data) as PriceTable) : null
  if (table?.version !== version) return null
  opened.set(version, table)
  return table
}

/** Prices as whoever asks for an import or a reckoning hands them over: read, checked, with the file they are from. */
export interface GivenPrices {
  /** A table to compute from. */
  table?: { table: PriceTable; source: string }
  /** The operator's own prices over it; `own` null takes them away. */
  own?: { own: OwnPrices | null; source: string }
}

/** A table below own prices, or itself. */
async function baseOf(db: Db, table: PriceTable): Promise<PriceTable> {
  if (!table.own) return table
  const row = await db.priceTable.findUnique({ where: { version: table.own.base } })
  return row ? openedTable(JSON.parse(row.data) as PriceTable) : bundledPriceTable()
}

/** The table that given prices make with the active ones: a new table keeps the own prices, and they their table. */
export async function combinedPrices(db: Db, { table, own }: GivenPrices): Promise<PriceTable> {
  const active = await activePrices(db)
  return withOwnPrices(table?.table ?? (await baseOf(db, active)), own ? own.own : (active.own ?? null))
}

/** Keeps a table under its version, so that a cost's version always leads to its prices. */
export async function keepPriceTable(db: Db, table: PriceTable, source: string, now: Date): Promise<void> {
  const importedAt = now.toISOString()
  await db.priceTable.upsert({
    where: { version: table.version },
    update: { source, importedAt },
    create: { version: table.version, source, data: JSON.stringify(table), importedAt },
  })
}

/** Puts given prices into force where they are not already. */
export async function putPricesInForce(db: Db, lease: Lease, given: GivenPrices, now: Date): Promise<void> {
  const table = await combinedPrices(db, given)
  const active = await activePrices(db)
  if (given.table) await keepPriceTable(db, given.table.table, given.table.source, now)
  const computed = await db.meta.findUnique({ where: { key: COMPUTED } })
  if (table.version === active.version && (computed?.value ?? BUNDLED_VERSION) === table.version) return
  const source = [given.table?.source, given.own?.own ? given.own.source : null].filter(Boolean).join(' and ')
  const before = await db.priceTable.findUnique({ where: { version: table.version }, select: { source: true } })
  await activatePrices(db, lease, table, source || before?.source || table.source, now)
}

/**
 * Makes a price table the active one and computes every cost anew from it, so that costs depend on the events and the
 * table alone, never on which was there first. A cost that the source itself stated stays the one that counts.
 */
export async function activatePrices(
  db: Db,
  lease: Lease,
  table: PriceTable,
  source: string,
  now: Date,
): Promise<void> {
  await keepPriceTable(db, table, source, now)
  await db.meta.upsert({
    where: { key: ACTIVE },
    update: { value: table.version },
    create: { key: ACTIVE, value: table.version },
  })
  opened.set(table.version, table)
  await computeCosts(db, lease, table)
}

/** Computes costs that a migration could not, once. */
export async function computeOpenCosts(db: Db, lease: Lease): Promise<void> {
  if (!(await db.meta.findUnique({ where: { key: OPEN } }))) return
  await computeCosts(db, lease, await activePrices(db))
  await db.meta.deleteMany({ where: { key: OPEN } })
}

async function computeCosts(db: Db, lease: Lease, table: PriceTable): Promise<void> {
  const versionOf = (cost: bigint | null) => (cost === null ? null : table.version)
  for (let after = ''; ; ) {
    const all = await db.usageEvent.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: CHUNK,
    })
    if (all.length === 0) break
    const changed = all
      .map((event) => ({ event, cost: costPico(priceFor(table, event), event) }))
      .filter(({ event, cost }) => cost !== event.costComputedPico || event.priceTable !== versionOf(cost))
    await writeAll(db, [
      lease.fence(),
      ...rolledUp(touchQuarters(changed.map(({ event }) => event.quarter)), [
        {
          sql:
            'UPDATE "UsageEvent" SET "costComputedPico" = ?, "priceTable" = ?, "costPico" = COALESCE("costReportedPico", ?), ' +
            '"costKind" = ? WHERE "id" = ?',
          rows: changed.map(({ event, cost }) => [cost, versionOf(cost), cost, kindOf(event, cost), event.id]),
        },
      ]),
      ...upsert(
        'DirtyRun',
        ['runId'],
        [...new Set(changed.flatMap(({ event }) => event.runId ?? []))].map((runId) => ({ runId })),
        'keep',
      ),
      ...upsert(
        'DirtySession',
        ['sessionId'],
        [...new Set(changed.flatMap(({ event }) => event.sessionId ?? []))].map((sessionId) => ({ sessionId })),
        'keep',
      ),
      raiseDataRevision(),
    ])
    after = all.at(-1)?.id ?? ''
  }
  const value = table.version
  await db.meta.upsert({ where: { key: COMPUTED }, update: { value }, create: { key: COMPUTED, value } })
}

const kindOf = ({ costReportedPico }: { costReportedPico: bigint | null }, computed: bigint | null) =>
  costReportedPico !== null ? 'reported' : computed !== null ? 'computed' : null
