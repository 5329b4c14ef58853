import type { Command } from 'commander'
import { type CommonFlags, defineCommand } from '../define-command'
import { fleetUrl } from '../open-fleet'
import { print, printJson } from '../output'

/** `pitwall restore FILE`: puts a backup in the place of the database, and keeps what was there. */
export function restoreCommand(): Command {
  return defineCommand('restore', 'put a backup in the place of the database; Pitwall must be stopped')
    .argument('<file>', 'the backup')
    .option('--verify', 'compare the rows of every table and the totals of the ledgers')
    .action(async (file: string, flags: CommonFlags & { verify?: boolean }) => {
      const { restore } = await import('../restore')
      const done = await restore({ url: fleetUrl(flags.fleet), file, verify: flags.verify === true })
      if (flags.json) return printJson(done)
      print(`${done.database} is restored.`)
      if (done.kept !== null) print(`What was there before is kept as ${done.kept}.`)
      if (done.verified !== null) {
        print(`Verified: ${done.verified.tables} tables with ${done.verified.rows} rows and all ledger totals agree.`)
      }
    })
}
