import { Command } from 'commander'
import { checkRollUps, type RollUpCheck, type RollUpDifference } from '@/lib/db/roll-up-check'
import { config } from '@/lib/env'
import { count, plural, quoted } from '../amounts'
import { EXIT } from '../command-error'
import { type CommonFlags, defineCommand } from '../define-command'
import { withFleet, withReader } from '../open-fleet'
import { print, printJson, tell } from '../output'

/** `pitwall rollups check|rebuild`: compares the sums that charts read with the events, or makes them anew. */
export function rollupsCommand(): Command {
  const command = new Command('rollups').description(
    'compare the sums of quarters and days with the events, or remake them',
  )
  command.addCommand(
    defineCommand('check', 'compare; exit 1 when something differs').action(async (flags: CommonFlags) => {
      report(await withReader(flags.fleet, ({ db }) => checkRollUps(db)), flags)
    }),
  )
  command.addCommand(
    defineCommand('rebuild', 'make them anew from the events, then compare').action(async (flags: CommonFlags) => {
      report(await withFleet(flags.fleet, ({ db }) => rebuilt(db)), flags)
    }),
  )
  return command
}

/** Through whoever may write: a living worker does it, else this command. */
async function rebuilt(db: Parameters<Parameters<typeof withFleet<RollUpCheck>>[1]>[0]['db']): Promise<RollUpCheck> {
  const { requestImport } = await import('@/lib/ingest/request-import')
  const { id } = await requestImport({
    ...{ db, dataDir: config().dataDir, paths: [], options: { rollUps: 'rebuild' }, now: () => new Date() },
    onWriter: (writer, pid) => writer === 'worker' && tell(`Process ${pid} holds the database and does the work.`),
  })
  // It was no import; the list of imports need not tell of it.
  await db.import.deleteMany({ where: { id } })
  return checkRollUps(db)
}

function report(check: RollUpCheck, { json }: CommonFlags): void {
  if (json) printJson(check)
  else print(linesOf(check).join('\n'))
  if (check.differences > 0) process.exitCode = EXIT.failed
}

function linesOf({ rows, events, differences, examples }: RollUpCheck): string[] {
  const compared = `${plural(rows, 'sum')} compared with ${plural(events, 'event')}`
  if (differences === 0) return [`${compared}: all agree.`]
  const more = differences - examples.length
  return [
    `${compared}: ${plural(differences, 'difference')}. \`pitwall rollups rebuild\` makes them anew.`,
    ...examples.map(line),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
  ]
}

function line({ table, bucket, keys, sums }: RollUpDifference): string {
  const where = Object.values(keys)
    .filter((key) => key !== '')
    .join(' / ')
  const what = sums.map(({ name, stored, counted }) => `${name} ${stored ?? 'none'}, events give ${counted ?? 'none'}`)
  return `${table} ${bucket || 'without a time'}  ${quoted(where, 200)}: ${what.slice(0, 4).join('; ')}`
}
