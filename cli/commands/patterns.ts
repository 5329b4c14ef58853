import { Command } from 'commander'
import { mineCommand } from './patterns-mine'

/** `pitwall patterns …`: failures that are one. */
export function patternsCommand(): Command {
  return new Command('patterns').description('failures that belong together').addCommand(mineCommand())
}
