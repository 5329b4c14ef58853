import 'server-only'
import type { Context } from '@/lib/context'
import { activePriceVersion } from '@/lib/db/price-version'
import { recordsBySystem, type SystemRecords } from '@/lib/db/token-records'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import { type AccountGroup, emptyGroup, foldGroups, groupsByKey, sumsOf } from '@/lib/tokens/account'
import { TokensInput } from '@/lib/tokens/schema'
import type { SystemTrust, TokenTrust } from '@/lib/tokens/view-schema'
import { groupsOf } from './get-token-account'

const MODELS_MAX = 5

/** Everything recorded, by system, with what each system's records cannot say. */
export async function getTokenTrust({ db }: Pick<Context, 'db'>): Promise<TokenTrust> {
  const [groups, records, version] = await Promise.all([
    groupsOf(db, TokensInput.parse({ groupBy: 'system,model' })),
    recordsBySystem(db),
    activePriceVersion(db),
  ])
  const found = new Map(records.map((each) => [each.system, each]))
  const byModel = groupsByKey(groups, 0)
  const systems = [...new Set([...found.keys(), ...groups.flatMap(({ keys }) => keys[0] ?? [])])].map((system) =>
    trustIn(system, byModel.get(system) ?? [], found.get(system)),
  )
  return {
    systems: systems.toSorted(
      (a, b) => (b.usage.total ?? -1) - (a.usage.total ?? -1) || (a.system < b.system ? -1 : 1),
    ),
    totals: sumsOf(foldGroups(groups, () => [])[0] ?? emptyGroup([])),
    priceTable: { version },
  }
}

function trustIn(system: string, groups: readonly AccountGroup[], records: SystemRecords | undefined): SystemTrust {
  const all = foldGroups(groups, () => [])[0] ?? emptyGroup([])
  const unpriced = groups
    .filter(
      ({ keys, unpriced: without, unknown, sums }) => keys[1] !== null && without > unknown && sums.unsplit === null,
    )
    .toSorted((a, b) => Number((b.sums.total ?? 0n) - (a.sums.total ?? 0n)))
  return {
    ...sumsOf(all),
    system,
    runs: toCount(records?.runs ?? 0n),
    runsWithoutRow: toCount(records?.withoutRow ?? 0n),
    sessions: toCount(records?.sessions ?? 0n),
    subAgents: toCount(records?.subAgents ?? 0n),
    models: groups.filter(({ keys }) => keys[1] !== null).length,
    modelsWithoutPrice: unpriced.filter(({ events, unpriced: without }) => without === events).length,
    modelsPricedInPart: unpriced.filter(({ events, unpriced: without }) => without < events).length,
    unpricedModels: unpriced.slice(0, MODELS_MAX).map(({ keys, sums, events, unpriced: without }) => ({
      model: keys[1] ?? '',
      tokens: toCountOrNull(sums.total),
      events: toCount(events),
      unpricedEvents: toCount(without),
    })),
    partialEvents: toCount(all.partial),
    unnamedEvents: toCount(groups.find(({ keys }) => keys[1] === null)?.events ?? 0n),
    runsWithInventedSplit: toCount(records?.inventedSplit ?? 0n),
  }
}
