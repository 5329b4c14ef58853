import { type Command, Option } from 'commander'
import { parseCap } from '@/lib/budgets/cap-text'
import {
  AddBudgetInput,
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  type BudgetReport,
  type BudgetsReply,
  type TargetWire,
  WhatIfInput,
  type WhatIfReply,
} from '@/lib/budgets/schema'
import {
  amountWords,
  budgetWords,
  countWords,
  crossingWords,
  projectionWords,
  spentWords,
  whatIfWords,
} from '@/lib/budgets/words'
import { quoted } from '../amounts'
import { wrongUse } from '../command-error'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { groupCommand } from '../group-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'

interface CapFlags extends CommonFlags {
  per?: string
  tokens?: string
  dollars?: string
  system?: string
  project?: string
  job?: string
  run?: string
  period?: string
  from?: string
  to?: string
  tz?: string
}

const NAMES = { scope: '--per', capTokens: '--tokens', capMicroUsd: '--dollars', jobId: '--job', runId: '--run' }

/** `pitwall budgets`: caps and what was used of them; `add`, `remove` and `what-if`. */
export function budgetsCommand(): Command {
  return groupCommand('budgets', 'caps on tokens or dollars per run, job, project or day, and what passed them', [
    listCommand(),
    addCommand(),
    removeCommand(),
    whatIfCommand(),
  ])
}

function listCommand(): Command {
  return defineCommand('list', 'every cap, what was used of it, and what went over').action(
    async (flags: CommonFlags) => {
      const { listBudgets } = await import('@/lib/budgets/server/list-budgets')
      const reply = await withFleet(flags.fleet, listBudgets)
      if (flags.json) printJson(reply)
      else print(listText(reply).join('\n'))
    },
  )
}

function listText({ items, sourceCaps }: BudgetsReply): string[] {
  const { counts, overruns } = sourceCaps
  const own = counts.targets === 0 ? [] : ['', `Caps that sources recorded: ${countWords('run', counts)}`]
  return [
    ...(items.length === 0 ? ['No budget yet: npx pitwall budgets add --per run --tokens 300000'] : []),
    ...items.flatMap(reportText),
    ...own,
    ...overruns.map((target) => overText(target, 'tokens')),
  ]
}

function reportText({ budget, counts, current, overruns, projection }: BudgetReport): string[] {
  return [
    `${budget.id}  ${quoted(budgetWords(budget))}`,
    `  ${countWords(budget.scope, counts)}`,
    ...(current
      ? [`  ${quoted(current.name ?? current.target ?? 'not recorded')}: ${spentWords(current, budget.measure)}`]
      : []),
    ...(projection ? [`  ${projectionWords(projection, budget.measure)}`] : []),
    ...overruns.map((target) => overText(target, budget.measure)),
  ]
}

const overText = (target: TargetWire, measure: 'tokens' | 'dollars') =>
  `  over: ${quoted(target.target)}, ${spentWords(target, measure)}; ${crossingWords(target, measure)}`

const withCap = (command: Command) =>
  command
    .addOption(new Option('--per <what>', 'what may spend so much').choices(BUDGET_SCOPES).default('run'))
    .option('--tokens <n>', 'the cap in tokens')
    .option('--dollars <usd>', 'the cap in US dollars')
    .option('--system <system>', 'only this system')
    .option('--project <project>', 'only this project')
    .option('--tz <zone>', 'the time zone of days and months (default: UTC)')

/** @throws {CommandError} exit 2 unless exactly one cap is named, and is one */
function capOf({ tokens, dollars }: CapFlags) {
  if ((tokens === undefined) === (dollars === undefined)) throw wrongUse('Name one cap: --tokens or --dollars.')
  const cap = tokens === undefined ? parseCap(dollars ?? '', 'dollars') : parseCap(tokens, 'tokens')
  if (cap) return cap
  throw wrongUse(tokens === undefined ? '--dollars: an amount such as 5 or 0.25.' : '--tokens: a whole number above 0.')
}

function addCommand(): Command {
  return withCap(defineCommand('add', 'set a cap; it stops nothing, and tells what passed it'))
    .option('--job <id>', 'one job instead of each')
    .option('--run <id>', 'one run instead of each')
    .addOption(new Option('--period <period>', 'of a project: each month, or all of it').choices(BUDGET_PERIODS))
    .action(async (flags: CapFlags) => {
      const { per, job, run, system, project, period, tz } = flags
      const fields = {
        scope: per,
        ...capOf(flags),
        ...definedOnly({ system, project, period, tz, jobId: job, runId: run }),
      }
      const input = inputOf(AddBudgetInput, fields, NAMES)
      const { addBudget } = await import('@/lib/budgets/server/add-budget')
      const budget = await withFleet(flags.fleet, (ctx) => addBudget(ctx, input))
      if (flags.json) printJson(budget)
      else print(`${budget.id}  ${quoted(budgetWords(budget))}`)
    })
}

const definedOnly = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

function removeCommand(): Command {
  return defineCommand('remove', 'take a cap away')
    .argument('<id>', 'as the list shows it')
    .action(async (id: string, flags: CommonFlags) => {
      const { removeBudget } = await import('@/lib/budgets/server/remove-budget')
      const removed = await withFleet(flags.fleet, (ctx) => removeBudget(ctx, { id }))
      if (flags.json) printJson(removed)
      else print('Removed; what was spent stays as it is.')
    })
}

function whatIfCommand(): Command {
  return withCap(defineCommand('what-if', 'what a cap would have stopped in the last 30 days'))
    .option('--from <time>', 'at or after this time')
    .option('--to <time>', 'before this time')
    .action(async (flags: CapFlags) => {
      const { per, system, project, from, to, tz } = flags
      const fields = { scope: per, ...capOf(flags), ...definedOnly({ system, project, from, to, tz }) }
      const input = inputOf(WhatIfInput, fields, NAMES)
      const { whatIf } = await import('@/lib/budgets/server/what-if')
      const reply = await withFleet(flags.fleet, (ctx) => whatIf(ctx, input))
      if (flags.json) printJson(reply)
      else print(whatIfText(reply).join('\n'))
    })
}

function whatIfText(reply: WhatIfReply): string[] {
  return [
    whatIfWords(reply),
    ...reply.items.map(
      (item) =>
        `  ${quoted(item.target)}: ${spentWords(item, reply.measure)}` +
        `${item.after === null ? '' : `; ${amountWords(item.after, reply.measure)} after the crossing`}`,
    ),
  ]
}
