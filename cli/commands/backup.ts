import type { Command } from 'commander'
import { bytes } from '../amounts'
import { type CommonFlags, defineCommand } from '../define-command'
import { fleetUrl } from '../open-fleet'
import { print, printJson } from '../output'

/** `pitwall backup FILE`: a consistent copy, also while Pitwall is running. */
export function backupCommand(): Command {
  return defineCommand('backup', 'write a consistent copy of the database, also while Pitwall is running')
    .argument('<file>', 'where to write it')
    .option('--force', 'replace the file when it exists')
    .action(async (file: string, flags: CommonFlags & { force?: boolean }) => {
      const { backup } = await import('../backup')
      const done = await backup({ url: fleetUrl(flags.fleet), file, force: flags.force === true })
      if (flags.json) printJson(done)
      else print(`${done.path}: ${bytes(done.bytes)}.`)
    })
}
