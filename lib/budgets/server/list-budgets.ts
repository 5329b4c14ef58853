import 'server-only'
import type { BudgetReport, BudgetsReply, BudgetWire } from '@/lib/budgets/schema'
import { countStates, stateOf, type Used } from '@/lib/budgets/target-state'
import type { Context } from '@/lib/context'
import { runUses } from '@/lib/db/budget-sums'
import { addDays, LocalDays } from '@/lib/tokens/local-day'
import { toBudgetWire } from './budget-row'
import { daysOf, type Period, periodOf } from './period'
import { spendsOf, type UseQuestion } from './spends'
import { byUse, crossingsOf, targetNames, targetWire } from './target-wire'

const OVERRUNS_MAX = 20
/** A budget per day looks back so far. */
const DAYS_BACK = 30

/** Every budget with what was used of it, where it was passed, and what the period may come to. */
export async function listBudgets({ db, now }: Context): Promise<BudgetsReply> {
  const rows = await db.budget.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const items: BudgetReport[] = []
  for (const row of rows) items.push(await reportOf({ db, now }, toBudgetWire(row), row.cap))
  return { items, sourceCaps: await sourceCaps(db) }
}

type Asking = Pick<Context, 'db' | 'now'>

async function reportOf({ db, now }: Asking, budget: BudgetWire, cap: bigint): Promise<BudgetReport> {
  const period = periodOf(budget, now)
  const question = questionOf(budget, period)
  const uses = await spendsOf(db, question)
  const over = uses
    .filter((used) => stateOf(used, cap) === 'over')
    .toSorted(budget.scope === 'day' ? newestDay : byUse)
    .slice(0, OVERRUNS_MAX)
    .map((used) => ({ used, cap }))
  const current = currentOf(uses, budget, period)
  const shown = [...over.map(({ used }) => used), ...(current ? [current] : [])]
  const [crossings, names] = await Promise.all([
    crossingsOf(db, question, over, cap),
    targetNames(db, budget.scope, shown),
  ])
  const wire = (used: Used) => targetWire({ used, cap }, { measure: budget.measure, names, crossings })
  return {
    budget,
    counts: countStates(uses, () => cap),
    current: current && wire(current),
    overruns: over.map(({ used }) => wire(used)),
    ...(period ? await daysOf(db, budget, cap, period) : { days: [], projection: null }),
  }
}

const newestDay = (a: Used, b: Used) => ((a.target ?? '') > (b.target ?? '') ? -1 : 1)

function questionOf(budget: BudgetWire, period: Period | null): UseQuestion {
  const { scope, measure, tz } = budget
  const asked = {
    ...{ scope, measure, tz },
    system: budget.system ?? undefined,
    project: budget.project ?? undefined,
    jobId: budget.jobId ?? undefined,
    runId: budget.runId ?? undefined,
  }
  if (period === null) return asked
  const from = scope === 'day' ? new LocalDays(tz).startOf(addDays(period.today, 1 - DAYS_BACK)) : period.from
  return { ...asked, from, to: period.to }
}

/** Today, the named one, or of many the one that used most. */
function currentOf(uses: readonly Used[], { scope, project }: BudgetWire, period: Period | null): Used | null {
  const nothing = (target: string): Used => ({ target, amount: null, events: 0n, unknown: 0n, isPartial: false })
  if (scope === 'day' && period) return uses.find(({ target }) => target === period.today) ?? nothing(period.today)
  if (scope === 'project' && project !== null) return uses[0] ?? nothing(project)
  return uses.toSorted(byUse)[0] ?? null
}

/** What sources capped themselves: the cap of each run stands on its row. */
async function sourceCaps(db: Context['db']): Promise<BudgetsReply['sourceCaps']> {
  const uses = await runUses(db, 'tokens', { capped: true })
  const capOf = new Map(uses.map(({ target, cap }) => [target, cap ?? 0n]))
  const cap = ({ target }: Used) => capOf.get(target ?? '') ?? 0n
  const over = uses
    .filter((used) => stateOf(used, cap(used)) === 'over')
    .toSorted(byUse)
    .slice(0, OVERRUNS_MAX)
    .map((used) => ({ used, cap: cap(used) }))
  const crossings = await crossingsOf(db, { scope: 'run', measure: 'tokens', tz: 'UTC' }, over, 'recorded')
  const names = new Map(uses.flatMap(({ target, name }) => (name === null ? [] : [[target, name]])))
  return {
    counts: countStates(uses, cap),
    overruns: over.map((each) => targetWire(each, { measure: 'tokens', names, crossings })),
  }
}
