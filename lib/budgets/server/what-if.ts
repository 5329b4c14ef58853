import 'server-only'
import type { WhatIfInput, WhatIfReply } from '@/lib/budgets/schema'
import { countStates, stateOf, storedCap, type Used } from '@/lib/budgets/target-state'
import type { Context } from '@/lib/context'
import { newestUsage } from '@/lib/db/token-records'
import { badRequest } from '@/lib/errors'
import { addKnown } from '@/lib/model/usage'
import { LocalDays } from '@/lib/tokens/local-day'
import { resolveWindow } from '@/lib/tokens/window'
import { spendsOf } from './spends'
import { amountWire, byUse, crossingsOf, targetNames, targetWire } from './target-wire'

const ITEMS_MAX = 100
const DAYS = 30
const CAP_UNNAMED = 1_000_000

/**
 * What a cap would have stopped, had it been in force: which runs, jobs, projects or days went over it in a window, and
 * what they used after the event that did. The last 30 days unless a window is named.
 * @throws bad_request when two caps are named; without one it is a million tokens
 */
export async function whatIf({ db, now }: Context, input: WhatIfInput): Promise<WhatIfReply> {
  const { scope, capTokens, capMicroUsd, system, project, tz } = input
  if (capTokens !== undefined && capMicroUsd !== undefined) {
    throw badRequest('capTokens: either this or capMicroUsd, and not both', { field: 'capTokens' })
  }
  const measure = capMicroUsd === undefined ? 'tokens' : 'dollars'
  const cap = storedCap(measure, capMicroUsd ?? capTokens ?? CAP_UNNAMED)
  const window = await windowOf({ db, now }, input)
  const question = { scope, measure, system, project, tz, from: window.from, to: window.to } as const
  const uses: Used[] = await spendsOf(db, question)
  const over = uses.filter((used) => stateOf(used, cap) === 'over').toSorted(byUse)
  const crossings = await crossingsOf(
    db,
    question,
    over.map((used) => ({ used, cap })),
    cap,
  )
  const afterOf = ({ target, amount }: Used) => {
    const crossing = crossings.get(target ?? '')
    return crossing && amount !== null ? amount - crossing.after : null
  }
  const afters = over.map(afterOf)
  const total = uses.reduce<bigint | null>((sum, { amount }) => addKnown(sum, amount), null)
  const shown = over.slice(0, ITEMS_MAX)
  const names = await targetNames(db, scope, shown)
  const wire = (amount: bigint | null) => (amount === null ? null : amountWire(measure, amount))
  return {
    ...{ scope, measure, cap: amountWire(measure, cap), ...window },
    counts: countStates(uses, () => cap),
    used: wire(total),
    isLowerBound: uses.some(({ unknown, isPartial, amount }) => unknown > 0n || isPartial || amount === null),
    after: afters.includes(null) ? null : wire(afters.reduce<bigint>((sum, after) => sum + (after ?? 0n), 0n)),
    items: shown
      .map((used) => ({ ...targetWire({ used, cap }, { measure, names, crossings }), after: wire(afterOf(used)) }))
      .toSorted((a, b) => (b.after ?? -1) - (a.after ?? -1)),
  }
}

/** The window that was asked for; else the last days, which end with the newest usage where that is older. */
async function windowOf({ db, now }: Pick<Context, 'db' | 'now'>, { from, to, tz }: WhatIfInput) {
  const zone = new LocalDays(tz)
  const quarter = await newestUsage(db, now)
  const newest = quarter === null ? null : `${quarter}:00.000Z`
  const last = resolveWindow({ days: DAYS }, { zone, newest, now })
  const isAsked = from !== undefined || to !== undefined
  return {
    from: from ?? (to === undefined ? last.from : EARLIEST),
    to: to ?? last.to,
    anchoredTo: isAsked ? ('asked' as const) : last.anchoredTo,
  }
}

const EARLIEST = '0001-01-01T00:00:00.000Z'
