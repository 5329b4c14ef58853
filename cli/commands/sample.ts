import type { Command } from 'commander'
import { config } from '@/lib/env'
import { plural } from '../amounts'
import { CommandError } from '../command-error'
import { defineCommand } from '../define-command'
import { print, printJson } from '../output'

/** `pitwall sample [--remove]`: creates or removes the generated fleet. */
export function sampleCommand(): Command {
  return defineCommand('sample', 'create the sample fleet anew, or remove it')
    .option('--remove', 'remove it')
    .action(async (flags: { remove?: boolean; json?: boolean }) => {
      const { makeSampleFleet, removeSampleFleet } = await import('../sample-fleet')
      if (flags.remove) {
        const removed = await removeSampleFleet()
        if (flags.json) printJson({ removed })
        else print(removed ? 'The sample fleet is removed.' : 'There was no sample fleet.')
        return
      }
      if (!config().switches.sample_fleet.enabled) throw new CommandError('The sample fleet is switched off.')
      const files = await makeSampleFleet(() => new Date())
      const rejected = files.find(({ status }) => status === 'rejected')
      if (rejected) throw new CommandError(`${rejected.path} was rejected: ${rejected.rejected[0]?.reason ?? ''}`)
      const runs = files.reduce((sum, file) => sum + (file.rows['runs'] ?? 0), 0)
      if (flags.json) printJson({ database: config().sampleDatabaseUrl, files: files.map(({ path }) => path) })
      else print(`The sample fleet is ready: ${plural(files.length, 'file')}, ${plural(runs, 'run row')}.`)
    })
}
