import 'server-only'
import type { Db } from '@/lib/db/client'
import type { PricesReply } from '@/lib/prices/schema'

/** Every computing from another table, newest first. */
export async function repricingList(db: Db): Promise<PricesReply['repricings']> {
  const rows = await db.repricing.findMany({ orderBy: [{ requestedAt: 'desc' }, { priceTable: 'asc' }] })
  return rows.map(({ priceTable, status, events, eventsTotal, error, requestedAt, endedAt }) => ({
    priceTable,
    status: status === 'queued' || status === 'failed' ? status : 'done',
    events,
    eventsTotal,
    error,
    requestedAt,
    endedAt,
  }))
}
