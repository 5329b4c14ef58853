import 'server-only'
import type { Context } from '@/lib/context'
import { type ComparedCosts, comparedCosts } from '@/lib/db/price-comparison'
import { activePriceVersion } from '@/lib/db/price-version'
import { costBounds, toCount, toMicroUsd } from '@/lib/http/amounts'
import { addKnown } from '@/lib/model/usage'
import type { ComparisonInput, ComparisonReply } from '@/lib/prices/schema'
import { TokensInput } from '@/lib/tokens/schema'
import { groupsOf } from '@/lib/tokens/server/get-token-account'
import { repricingList } from './repricing-list'

/** More columns than these are asked for one by one. */
const TABLES_MAX = 4

/**
 * Costs as imported beside what the source stated, what the table in force gives, and what other tables gave, with the
 * gaps over the events that have both. Nothing here is added up across columns.
 */
export async function comparePrices({ db }: Context, input: ComparisonInput): Promise<ComparisonReply> {
  const [repricings, version] = await Promise.all([repricingList(db), activePriceVersion(db)])
  const shown = repricings
    .filter(({ priceTable }) => input.priceTable === undefined || priceTable === input.priceTable)
    .slice(0, TABLES_MAX)
  const tables = shown.map(({ priceTable }) => priceTable)
  // Only other tables' costs are kept by event; without any, the roll-ups know the rest.
  const groups = tables.length === 0 ? await rolledUpCosts(db, input) : await comparedCosts(db, input, tables)
  const rows = groups
    .toSorted(input.groupBy === 'day' ? byKey : bySize)
    .map((group) => ({ key: group.key, ...sumsOf(group, tables) }))
  return {
    groupBy: input.groupBy,
    priceTable: { version },
    repricings: shown,
    rows,
    totals: sumsOf(totalOf(groups, tables.length), tables),
  }
}

/** The costs as imported, stated and computed of each group, whatever the number of events. */
async function rolledUpCosts(db: Context['db'], { groupBy, ...input }: ComparisonInput): Promise<ComparedCosts[]> {
  const groups = await groupsOf(db, TokensInput.parse({ ...input, groupBy }))
  return groups.map(({ keys, sums, events, unpriced, partial, reported, computed, compared }) => ({
    key: keys[0] ?? null,
    ...{ events, unpriced, partial, cost: sums.costPico, both: compared },
    reported: { events: reported, cost: sums.costReportedPico },
    computed: { events: computed, cost: sums.costComputedPico },
    gap: compared === 0n ? null : (sums.comparedComputedPico ?? 0n) - (sums.comparedReportedPico ?? 0n),
    repriced: [],
  }))
}

/** What cost most first; what has no cost last, by its events. */
function bySize(a: ComparedCosts, b: ComparedCosts): number {
  const [x, y] = [a.cost ?? -1n, b.cost ?? -1n]
  if (x !== y) return x > y ? -1 : 1
  return a.events === b.events ? byKey(a, b) : a.events > b.events ? -1 : 1
}

function byKey(a: ComparedCosts, b: ComparedCosts): number {
  if (a.key === b.key) return 0
  if (a.key === null || b.key === null) return a.key === null ? 1 : -1
  return a.key < b.key ? -1 : 1
}

function totalOf(groups: readonly ComparedCosts[], tables: number): ComparedCosts {
  const none = { events: 0n, cost: null }
  const nothing = { ...none, unpriced: 0n, gap: null, both: 0n }
  const start: ComparedCosts = {
    ...{ key: null, events: 0n, unpriced: 0n, partial: 0n, cost: null, gap: null, both: 0n },
    ...{ reported: none, computed: none, repriced: Array.from({ length: tables }, () => nothing) },
  }
  return groups.reduce((sum, group) => ({ ...added(sum, group), ...sides(sum, group) }), start)
}

type Gapped = Pick<ComparedCosts, 'events' | 'unpriced' | 'cost' | 'gap' | 'both'>

const added = <T extends Gapped>(a: T, b: Gapped): T => ({
  ...a,
  events: a.events + b.events,
  unpriced: a.unpriced + b.unpriced,
  cost: addKnown(a.cost, b.cost),
  gap: addKnown(a.gap, b.gap),
  both: a.both + b.both,
})

function sides(a: ComparedCosts, b: ComparedCosts) {
  const side = (name: 'reported' | 'computed') => ({
    events: a[name].events + b[name].events,
    cost: addKnown(a[name].cost, b[name].cost),
  })
  return {
    partial: a.partial + b.partial,
    reported: side('reported'),
    computed: side('computed'),
    repriced: a.repriced.map((column, at) => {
      const other = b.repriced[at]
      return other ? added(column, other) : column
    }),
  }
}

function sumsOf(group: ComparedCosts, tables: readonly string[]): ComparisonReply['totals'] {
  const { events, unpriced, partial, reported, computed } = group
  return {
    events: toCount(events),
    costMicroUsd: toMicroUsd(group.cost),
    ...costBounds(toCount(unpriced), partial > 0n ? ['output'] : []),
    unpricedEvents: toCount(unpriced),
    reportedMicroUsd: toMicroUsd(reported.cost),
    reportedEvents: toCount(reported.events),
    computedMicroUsd: toMicroUsd(computed.cost),
    computedEvents: toCount(computed.events),
    gapMicroUsd: toMicroUsd(group.gap),
    bothEvents: toCount(group.both),
    repriced: group.repriced.map((column, at) => ({
      priceTable: tables[at] ?? '',
      costMicroUsd: toMicroUsd(column.cost),
      pricedEvents: toCount(column.events),
      unpricedEvents: toCount(column.unpriced),
      missingEvents: toCount(events - column.events - column.unpriced),
      costIsLowerBound: column.events < events || partial > 0n,
      gapMicroUsd: toMicroUsd(column.gap),
      bothEvents: toCount(column.both),
    })),
  }
}
