import 'server-only'
import type { Context } from '@/lib/context'
import { unpricedGroups } from '@/lib/db/price-comparison'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import { activePrices } from '@/lib/ingest/prices'
import { variantOf } from '@/lib/ledger/price-variant'
import { type PriceTable, priceFor } from '@/lib/ledger/prices'
import { addKnown } from '@/lib/model/usage'
import type { PricesReply, UnpricedReason, UnpricedWire } from '@/lib/prices/schema'
import { TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount } from '@/lib/tokens/server/get-token-account'
import { repricingList } from './repricing-list'

/** Which prices are in force, which are known, and which models of this database have one. */
export async function listPrices({ db }: Context): Promise<PricesReply> {
  const [table, stored, repricings, account] = await Promise.all([
    activePrices(db),
    db.priceTable.findMany({ orderBy: [{ importedAt: 'desc' }, { version: 'asc' }] }),
    repricingList(db),
    getTokenAccount({ db }, TokensInput.parse({ groupBy: 'provider,model' })),
  ])
  const row = stored.find(({ version }) => version === table.version)
  const active = {
    version: table.version,
    source: row?.source ?? table.source,
    ownPrices: table.own?.prices.length ?? 0,
    importedAt: row?.importedAt ?? null,
  }
  const others = stored.filter(({ version }) => version !== table.version)
  return {
    active,
    tables: [
      { ...active, active: true },
      ...others.map(({ version, source, importedAt, data }) => ({
        ...{ version, source, importedAt, active: false },
        ownPrices: ownCount(data),
      })),
    ],
    repricings,
    models: account.rows.map(({ keys: [provider = null, model = null], usage, ...sums }) => ({
      provider,
      model,
      events: sums.events,
      unpricedEvents: sums.unpricedEvents,
      tokens: usage.total,
      costMicroUsd: sums.costMicroUsd,
      costIsLowerBound: sums.costIsLowerBound,
      costLowerBoundReasons: sums.costLowerBoundReasons,
    })),
    unpriced: account.unpricedEvents > 0 ? unpricedOf(await unpricedGroups(db), table) : [],
    events: account.totals.events,
    unpricedEvents: account.unpricedEvents,
  }
}

const ownCount = (data: string) => (JSON.parse(data) as PriceTable).own?.prices.length ?? 0

type Groups = Awaited<ReturnType<typeof unpricedGroups>>

/** By model and reason, those with most tokens first. */
function unpricedOf(groups: Groups, table: PriceTable): UnpricedWire[] {
  const found = new Map<string, Groups[number] & { reason: UnpricedReason }>()
  for (const group of groups) {
    const reason = reasonOf(group, table)
    const key = JSON.stringify([group.provider, group.model, reason])
    const before = found.get(key)
    if (!before) found.set(key, { ...group, reason })
    else {
      before.events += group.events
      before.tokens = addKnown(before.tokens, group.tokens)
    }
  }
  return [...found.values()]
    .toSorted((a, b) => Number((b.tokens ?? -1n) - (a.tokens ?? -1n)) || Number(b.events - a.events))
    .map(({ provider, model, reason, events, tokens }) => ({
      ...{ provider, model, reason },
      events: toCount(events),
      tokens: toCountOrNull(tokens),
    }))
}

function reasonOf(group: Groups[number], table: PriceTable): UnpricedReason {
  if (group.lacks === 'no_tokens' || group.lacks === 'no_split') return group.lacks
  if (group.model === null) return 'no_model'
  if (group.lacks !== null) return group.lacks
  if (priceFor(table, group)) return 'class_not_in_table'
  const isStandard = variantOf(group.serviceTier, group.speed) === 'standard'
  const { provider, model, at } = group
  return !isStandard && priceFor(table, { provider, model, at }) ? 'variant_not_in_table' : 'model_not_in_table'
}
