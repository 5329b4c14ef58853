import 'server-only'
import type { BudgetMeasure, BudgetScope, TargetWire } from '@/lib/budgets/schema'
import { boundReasons, shareOf, stateOf, type Used } from '@/lib/budgets/target-state'
import { type Crossing, crossingWithin, namesOf, runCrossings } from '@/lib/db/budget-sums'
import type { SqlReader } from '@/lib/db/sqlite-reader'
import { toCount, toMicroUsd } from '@/lib/http/amounts'
import { addDays, LocalDays } from '@/lib/tokens/local-day'
import type { UseQuestion } from './spends'

/** Each one that is not a run is asked for by itself. */
const CROSSINGS_MAX = 50

/** A stored amount in the unit of the wire: tokens, or microdollars. */
export const amountWire = (measure: BudgetMeasure, amount: bigint): number =>
  measure === 'tokens' ? toCount(amount) : (toMicroUsd(amount) ?? 0)

/** A use that is over its cap, with the cap. */
export interface CappedUse {
  used: Used
  cap: bigint
}

/** Where each of these went over, by target. @param cap of all of them, or what each run's source recorded */
export async function crossingsOf(
  db: SqlReader,
  question: UseQuestion,
  over: readonly CappedUse[],
  cap: bigint | 'recorded',
): Promise<Map<string, Crossing>> {
  const targets = over.flatMap(({ used }) => used.target ?? [])
  if (question.scope === 'run' || cap === 'recorded') {
    const found = await runCrossings(db, question.measure, targets, cap)
    return new Map(found.map((crossing) => [crossing.target, crossing]))
  }
  const found = new Map<string, Crossing>()
  for (const target of targets.slice(0, CROSSINGS_MAX)) {
    const crossing = await crossingWithin(db, question.measure, target, cap, filtersOf(question, target))
    if (crossing) found.set(target, crossing)
  }
  return found
}

function filtersOf({ scope, system, project, from, to, tz }: UseQuestion, target: string) {
  if (scope === 'job') return { system, project, jobId: target, from, to }
  if (scope === 'project') return { system, project: target, from, to }
  const zone = new LocalDays(tz)
  return { system, project, from: zone.startOf(target), to: zone.startOf(addDays(target, 1)) }
}

/** Names of runs and jobs; projects and days are their own. */
export async function targetNames(
  db: SqlReader,
  scope: BudgetScope,
  uses: readonly Used[],
): Promise<ReadonlyMap<string, string>> {
  if (scope !== 'run' && scope !== 'job') return new Map()
  return namesOf(
    db,
    scope === 'run' ? 'Run' : 'Job',
    uses.flatMap(({ target }) => target ?? []),
  )
}

interface WireParts {
  measure: BudgetMeasure
  names: ReadonlyMap<string, string>
  crossings: ReadonlyMap<string, Crossing>
}

export function targetWire({ used, cap }: CappedUse, { measure, names, crossings }: WireParts): TargetWire {
  const reasons = boundReasons(used, measure)
  const crossing = crossings.get(used.target ?? '')
  return {
    target: used.target,
    name: names.get(used.target ?? '') ?? null,
    cap: amountWire(measure, cap),
    used: used.amount === null ? null : amountWire(measure, used.amount),
    isLowerBound: reasons.length > 0,
    lowerBoundReasons: reasons,
    share: shareOf(used.amount, cap),
    state: stateOf(used, cap),
    events: toCount(used.events),
    unknownEvents: toCount(used.unknown),
    crossing: crossing
      ? {
          eventId: crossing.eventId,
          at: crossing.at,
          runId: crossing.runId,
          sessionId: crossing.sessionId,
          before: amountWire(measure, crossing.after - crossing.amount),
          after: amountWire(measure, crossing.after),
          unknownBefore: toCount(crossing.unknown),
        }
      : null,
  }
}

/** Most used first; what is not known last. */
export function byUse(a: Used, b: Used): number {
  if (a.amount !== b.amount) return a.amount === null ? 1 : b.amount === null || a.amount > b.amount ? -1 : 1
  return (a.target ?? '') < (b.target ?? '') ? -1 : 1
}
