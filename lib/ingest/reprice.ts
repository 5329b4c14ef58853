import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { upsert, writeAll } from '@/lib/db/upsert'
import { costPico, type PriceTable, priceFor } from '@/lib/ledger/prices'
import { Lease } from './lease'
import { combinedPrices, type GivenPrices, keepPriceTable, storedPrices } from './prices'

const BATCH = 2_000
const POLL_MS = 150

/** How far computing every cost from one table has come. */
export interface RepricingState {
  priceTable: string
  status: 'queued' | 'done' | 'failed'
  events: number
  eventsTotal: number
  error: string | null
}

/**
 * Asks for every event's cost from a table beside the cost it has. One that is not finished goes on where it stopped; a
 * finished one begins again, so that events that came or changed since are computed too.
 * @returns the version of the table, which names the column
 */
export async function askRepricing(db: Db, given: GivenPrices, now: Date): Promise<string> {
  const table = await combinedPrices(db, given)
  const sources = [given.table?.source, given.own?.own ? given.own.source : null].filter(Boolean)
  const known = await db.priceTable.findUnique({ where: { version: table.version }, select: { source: true } })
  await keepPriceTable(db, table, sources.join(' and ') || known?.source || table.source, now)
  const requestedAt = now.toISOString()
  const eventsTotal = await db.usageEvent.count()
  const unfinished = await db.repricing.findFirst({ where: { priceTable: table.version, status: 'queued' } })
  if (unfinished) {
    await db.repricing.update({ where: { priceTable: table.version }, data: { eventsTotal } })
    return table.version
  }
  const fresh = { status: 'queued', cursor: '', events: 0, eventsTotal, error: null, requestedAt, endedAt: null }
  await db.repricing.upsert({
    where: { priceTable: table.version },
    update: fresh,
    create: { priceTable: table.version, ...fresh },
  })
  return table.version
}

/**
 * Computes the next batch of the oldest repricing that is asked for. Costs, cursor and the lease's fence are one
 * transaction: a kill at any moment loses a batch that is computed again, and nothing is computed over.
 * @returns false when nothing is asked for
 */
export async function repriceBatch(db: Db, lease: Lease, now: Date): Promise<boolean> {
  const asked = await db.repricing.findFirst({
    where: { status: 'queued' },
    orderBy: [{ requestedAt: 'asc' }, { priceTable: 'asc' }],
  })
  if (!asked) return false
  const table = await storedPrices(db, asked.priceTable)
  const endedAt = now.toISOString()
  if (table === null) {
    const error = 'its prices came with another version of Pitwall'
    await db.repricing.update({ where: { priceTable: asked.priceTable }, data: { status: 'failed', error, endedAt } })
    return true
  }
  const events = await db.usageEvent.findMany({
    where: { id: { gt: asked.cursor } },
    orderBy: { id: 'asc' },
    take: BATCH,
  })
  const last = events.at(-1)
  const isLast = events.length < BATCH
  await writeAll(db, [
    lease.fence(),
    ...upsert('RepricedCost', ['priceTable', 'eventId'], rowsOf(table, events), 'replace'),
    {
      sql: 'UPDATE "Repricing" SET "cursor" = ?, "events" = "events" + ?, "status" = ?, "endedAt" = ? WHERE "priceTable" = ?',
      values: [
        last?.id ?? asked.cursor,
        events.length,
        isLast ? 'done' : 'queued',
        isLast ? endedAt : null,
        asked.priceTable,
      ],
    },
    ...(isLast ? [raiseDataRevision()] : []),
  ])
  return true
}

const rowsOf = (table: PriceTable, events: Awaited<ReturnType<Db['usageEvent']['findMany']>>) =>
  events.map((event) => ({
    priceTable: table.version,
    eventId: event.id,
    costPico: costPico(priceFor(table, event), event),
    version: event.version,
  }))

interface RequestedRepricing {
  db: Db
  version: string
  now: () => Date
  onProgress?: (state: RepricingState) => void
}

/**
 * Waits until a repricing that was asked for is done: a living worker does it between its imports; where there is none,
 * this process takes the lease and does it itself.
 */
export async function finishRepricing({ db, version, now, onProgress }: RequestedRepricing): Promise<RepricingState> {
  for (;;) {
    const state = await repricingState(db, version)
    onProgress?.(state)
    if (state.status !== 'queued') return state
    const lease = await Lease.take(db, 'command', now())
    if (lease) {
      try {
        while ((await repriceBatch(db, lease, now())) && (await repricingState(db, version)).status === 'queued') {
          onProgress?.(await repricingState(db, version))
        }
      } finally {
        await lease.release()
      }
    } else await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

async function repricingState(db: Db, version: string): Promise<RepricingState> {
  const { priceTable, status, events, eventsTotal, error } = await db.repricing.findUniqueOrThrow({
    where: { priceTable: version },
  })
  return {
    priceTable,
    status: status === 'queued' || status === 'failed' ? status : 'done',
    events,
    eventsTotal,
    error,
  }
}
