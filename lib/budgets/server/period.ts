import 'server-only'
import { DAYS_NEEDED, LEVEL, projectPeriod } from '@/lib/budgets/projection'
import type { BudgetReport, BudgetWire } from '@/lib/budgets/schema'
import { stateOf } from '@/lib/budgets/target-state'
import type { SqlReader } from '@/lib/db/sqlite-reader'
import { toCount } from '@/lib/http/amounts'
import { type AccountGroup, groupsByKey } from '@/lib/tokens/account'
import { addDays, LocalDays } from '@/lib/tokens/local-day'
import { TokensInput } from '@/lib/tokens/schema'
import { groupsOf } from '@/lib/tokens/server/get-token-account'
import { spendOf, wholeOf } from './spends'
import { amountWire } from './target-wire'

/** How many days before today the projection draws from, and a budget per day shows. */
const HISTORY_DAYS = 28

/** The days of a budget as moments of its zone. */
export interface Period {
  today: string
  first: string
  /** The last day of the period, which may be to come. */
  last: string
  from: string | undefined
  to: string
}

/** The current period: today, this month, or everything. Null for runs and jobs, which have none. */
export function periodOf({ scope, period, tz }: Pick<BudgetWire, 'scope' | 'period' | 'tz'>, now: Date): Period | null {
  if (scope !== 'day' && scope !== 'project') return null
  const zone = new LocalDays(tz)
  const today = zone.of(now.getTime())
  const to = zone.startOf(addDays(today, 1))
  if (scope === 'day') return { today, first: today, last: today, from: zone.startOf(today), to }
  if (period === 'all') return { today, first: addDays(today, -HISTORY_DAYS), last: today, from: undefined, to }
  const first = `${today.slice(0, 8)}01`
  const last = addDays(`${addDays(first, 31).slice(0, 8)}01`, -1)
  return { today, first, last, from: zone.startOf(first), to }
}

type Days = Pick<BudgetReport, 'days' | 'projection'>

/** How the current period was used up day by day, and what it may come to. */
export async function daysOf(db: SqlReader, budget: BudgetWire, cap: bigint, period: Period): Promise<Days> {
  const { scope, tz } = budget
  const zone = new LocalDays(tz)
  const historyFirst = addDays(period.today, -HISTORY_DAYS)
  const [begin = period.first] = [historyFirst, period.first].toSorted()
  const { system, project } = budget
  const filters = { system: system ?? undefined, project: project ?? undefined, tz }
  const groups = await groupsOf(
    db,
    TokensInput.parse({ groupBy: 'day', ...filters, from: zone.startOf(begin), to: period.to }),
  )
  const byDay = groupsByKey(groups, 0)
  const shownFirst = scope === 'day' ? addDays(period.today, 1 - HISTORY_DAYS) : period.first
  const days = daysShown(byDay, shownFirst, period.today, budget)
  if (scope === 'project' && budget.period === 'all') return { days, projection: null }
  return { days, projection: projectionOf(byDay, { budget, cap, period, historyFirst }) }
}

type ByDay = ReadonlyMap<string | null, readonly AccountGroup[]>

function daysShown(byDay: ByDay, first: string, last: string, { scope, period, measure }: BudgetWire): Days['days'] {
  const days: Days['days'] = []
  let sum: bigint | null = null
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const { amount, unknown, isPartial } = spendOf(wholeOf(byDay.get(day) ?? [], day), measure)
    if (amount !== null) sum = (sum ?? 0n) + amount
    days.push({
      day,
      used: amount === null ? null : amountWire(measure, amount),
      sum: scope === 'day' || period === 'all' || sum === null ? null : amountWire(measure, sum),
      isLowerBound: unknown > 0n || isPartial,
    })
  }
  return days
}

interface Asked {
  budget: BudgetWire
  cap: bigint
  period: Period
  historyFirst: string
}

function projectionOf(byDay: ByDay, { budget: { measure }, cap, period, historyFirst }: Asked): Days['projection'] {
  const at = (day: string) => spendOf(wholeOf(byDay.get(day) ?? [], day), measure)
  const list = (first: string, before: string) => {
    const days: string[] = []
    for (let day = first; day < before; day = addDays(day, 1)) days.push(day)
    return days
  }
  const all = list(historyFirst, period.today)
  const began = all.findIndex((day) => at(day).amount !== null)
  const uses = began === -1 ? [] : all.slice(began).map(at)
  const number = (amount: bigint | null) => (amount === null ? 0 : toCount(amount))
  const observedDays = uses.filter(({ amount }) => amount !== null).length
  const spent = list(period.first, period.today).map(at)
  const today = at(period.today)
  const projection = projectPeriod(
    {
      ...{ history: uses.map(({ amount }) => number(amount)), observedDays, today: number(today.amount) },
      before: spent.reduce((sum, { amount }) => sum + number(amount), 0),
      daysLeft: list(addDays(period.today, 1), addDays(period.last, 1)).length,
    },
    toCount(cap),
  )
  if (projection.basis === 'none') return { ...projection, neededDays: DAYS_NEEDED }
  const wire = (amount: number) => amountWire(measure, BigInt(Math.round(amount)))
  return {
    ...{ basis: 'days', observedDays, level: LEVEL, overShare: projection.overShare, lastDay: period.last },
    estimate: wire(projection.estimate),
    low: wire(projection.low),
    high: wire(projection.high),
    // Where a day is known in part only, so is what follows from it.
    isLowerBound: [...uses, ...spent, today].some(
      (use) => use.events > 0n && stateOf(use, use.amount ?? 0n) === 'cannot_tell',
    ),
  }
}
