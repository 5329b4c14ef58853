import { Command } from 'commander'
import packageJson from '@/package.json'
import { backupCommand } from './commands/backup'
import { buildCommand } from './commands/build'
import { configCommand } from './commands/config'
import { doctorCommand } from './commands/doctor'
import { importCommand } from './commands/import'
import { jobsCommand } from './commands/jobs'
import { restoreCommand } from './commands/restore'
import { sampleCommand } from './commands/sample'
import { startCommand } from './commands/start'
import { statusCommand } from './commands/status'
import { tokensCommand } from './commands/tokens'
import { workerCommand } from './commands/worker'

/** The whole command line. Errors are thrown and printed by main.ts, in one line. */
export function buildProgram(): Command {
  const program = new Command('pitwall')
    .description('Operator dashboard for fleets of coding agents and prompt-optimisation jobs.')
    .version(packageJson.version)
    .showHelpAfterError(false)
  const commands = [
    startCommand(),
    importCommand(),
    sampleCommand(),
    statusCommand(),
    jobsCommand(),
    tokensCommand(),
    configCommand(),
    doctorCommand(),
    backupCommand(),
    restoreCommand(),
  ]
  for (const command of commands) program.addCommand(command)
  for (const command of [workerCommand(), buildCommand()]) program.addCommand(command, { hidden: true })
  throwInsteadOfExit(program)
  return program
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} })
  for (const child of command.commands) throwInsteadOfExit(child)
}
