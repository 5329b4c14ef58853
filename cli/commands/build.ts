import type { Command } from 'commander'
import { defineCommand } from '../define-command'

/** Builds the pages, as `start` does. Hidden: for tests and packagers. */
export function buildCommand(): Command {
  return defineCommand('build', 'build the pages', { json: false })
    .option('--verbose', 'print what the build says')
    .action(async (flags: { verbose?: boolean }) => {
      const { ensureBuild } = await import('../start/ensure-build')
      await ensureBuild({ verbose: flags.verbose === true })
    })
}
