import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { upsert, writeAll } from '@/lib/db/upsert'
import { rolledUp, touchQuarters } from '@/lib/db/usage-roll-up'
import { bundledPriceTable, costPico, type PriceTable, priceFor } from '@/lib/ledger/prices'
import type { Lease } from './lease'

const ACTIVE = 'activePrices'
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
  const table = row ? (JSON.parse(row.data) as PriceTable) : bundledPriceTable()
  opened.set(version, table)
  return table
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
  const importedAt = now.toISOString()
  await db.priceTable.upsert({
    where: { version: table.version },
    update: { source, importedAt },
    create: { version: table.version, source, data: JSON.stringify(table), importedAt },
  })
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
    if (all.length === 0) return
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
}

const kindOf = ({ costReportedPico }: { costReportedPico: bigint | null }, computed: bigint | null) =>
  costReportedPico !== null ? 'reported' : computed !== null ? 'computed' : null
