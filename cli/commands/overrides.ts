import type { Command } from 'commander'
import { ListOverridesInput, type OverrideWire, WithdrawOverrideInput } from '@/lib/pairs/override-schema'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'
import { visibleText } from '../visible-text'

const COLUMNS: readonly Column<OverrideWire>[] = [
  { title: 'AT', value: ({ at }) => at.slice(0, 16).replace('T', ' ') },
  { title: 'BY', value: ({ requestedBy }) => requestedBy },
  { title: 'STATE', value: stateOf },
  { title: 'OF', value: whatOf, max: 60 },
  { title: 'SET ASIDE', value: ({ setAside }) => setAside.map(({ name }) => name).join(' '), max: 40 },
  { title: 'REASON', value: ({ reason }) => reason, max: 60 },
  { title: 'ID', value: ({ id }) => id },
]

function stateOf({ valid, withdrawn }: OverrideWire): string {
  if (withdrawn !== null) return `withdrawn ${withdrawn.at.slice(0, 10)}`
  return valid ? 'in force' : 'without effect'
}

function whatOf({ experimentId, pairs, control, treatment }: OverrideWire): string {
  return experimentId === null ? `${control} ${treatment}` : `${experimentId} (${pairs} pairs of runs)`
}

/** `pitwall pairs overrides`: refusals that somebody set aside. */
export function overridesCommand(): Command {
  return defineCommand('overrides', 'refusals that were set aside: who, when, why, which checks')
    .option('--experiment <id>', 'of this experiment')
    .option('--run <id>', 'of pairs with this run')
    .option('--withdrawn <yes>', 'true: only withdrawn ones; false: only those in force')
    .option('--q <text>', 'a part of the reason, of a run or of the experiment')
    .option('--limit <n>', 'how many, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(
      ({ db: _db, envFile: _env, fleet, json, experiment, run, ...rest }: CommonFlags & Record<string, unknown>) =>
        withFleet(fleet, async (ctx) => {
          const { listOverrides } = await import('@/lib/pairs/server/list-overrides')
          const asked = { ...rest, ...named('experimentId', experiment), ...named('runId', run) }
          const page = await listOverrides(ctx, inputOf(ListOverridesInput, asked))
          if (json) return printJson(page)
          if (page.items.length === 0) return print('No overrides.')
          print(formatTable(COLUMNS, page.items))
          if (page.nextCursor) print(`\nmore: --cursor ${page.nextCursor}`)
        }),
    )
}

const named = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value })

interface WithdrawFlags extends CommonFlags {
  reason?: string
}

/** `pitwall pairs withdraw ID`: what it set aside refuses again. */
export function withdrawOverrideCommand(): Command {
  return defineCommand('withdraw', 'take an override back; its row stays, with both reasons')
    .argument('<override>', 'its id, as `pairs overrides` names it')
    .requiredOption('--reason <reason>', 'why it no longer holds')
    .action((id: string, { fleet, json, reason }: WithdrawFlags) =>
      withFleet(fleet, async (ctx) => {
        const { withdrawOverride } = await import('@/lib/pairs/server/withdraw-override')
        const override = await withdrawOverride(ctx, inputOf(WithdrawOverrideInput, { id, reason }), 'command')
        if (json) printJson(override)
        else print(`${visibleText(id)} is withdrawn: what it set aside refuses again.`)
      }),
    )
}
