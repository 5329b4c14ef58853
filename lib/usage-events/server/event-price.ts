import 'server-only'
import type { Db } from '@/lib/db/client'
import type { UsageEvent } from '@/lib/db/generated/client'
import { activePriceVersion } from '@/lib/db/price-version'
import { toCount, toMicroUsd } from '@/lib/http/amounts'
import { costParts } from '@/lib/ledger/cost-parts'
import { bundledPriceTable, costPico, type PriceTable, priceFor } from '@/lib/ledger/prices'
import type { EventPrice } from '@/lib/usage-events/schema'

/** Finding a model is remembered on the table object, so the object of a version lives on. */
const opened = new Map<string, PriceTable>()

async function tableOf(db: Db, version: string): Promise<PriceTable | null> {
  const known = opened.get(version)
  if (known) return known
  const bundled = bundledPriceTable()
  const row = version === bundled.version ? null : await db.priceTable.findUnique({ where: { version } })
  const table = version === bundled.version ? bundled : row ? (JSON.parse(row.data) as PriceTable) : null
  if (table) opened.set(version, table)
  return table
}

/** What an event costs by the table its cost was computed from, else by the active one: rate by rate, or why not. */
export async function eventPrice(db: Db, event: UsageEvent): Promise<EventPrice> {
  const version = event.priceTable ?? (await activePriceVersion(db))
  const nothing = { version, entry: null, parts: [], costMicroUsd: null }
  const table = await tableOf(db, version)
  if (!table) return { ...nothing, missing: `the table ${version} is not kept here any more` }
  if (!event.model) return { ...nothing, missing: 'the event names no model' }
  const price = priceFor(table, event)
  if (!price) {
    const tier = [event.serviceTier, event.speed].filter(Boolean).join(', ')
    return { ...nothing, missing: `${version} has no price for this model${tier ? ` (${tier})` : ''}` }
  }
  const parts = costParts(price, event)
  const pico = costPico(price, event)
  return {
    version,
    entry: { provider: price.provider, model: price.model },
    parts: parts.map((part) => ({ ...part, tokens: toCount(part.tokens) })),
    costMicroUsd: toMicroUsd(pico),
    missing: pico === null ? whyNot(event, parts) : null,
  }
}

function whyNot({ unsplit, input, output }: UsageEvent, parts: ReturnType<typeof costParts>): string {
  if ((unsplit ?? 0n) !== 0n) return 'prompt and output of its tokens are not apart'
  if (input === null) return 'its input was not recorded'
  if (output === null) return 'its output was not recorded'
  const without = parts.find(({ picoPerToken }) => picoPerToken === null)
  return without ? `the table has no rate for ${without.class}` : 'a count of it cannot be priced'
}
