import { Command } from 'commander'
import packageJson from '@/package.json'

type Load = () => Promise<Command>

/** Every command, in the order of the help. Each is loaded only when it is asked for: most need little of the program. */
const COMMANDS: Readonly<Record<string, Load>> = {
  start: async () => (await import('./commands/start')).startCommand(),
  import: async () => (await import('./commands/import')).importCommand(),
  sample: async () => (await import('./commands/sample')).sampleCommand(),
  status: async () => (await import('./commands/status')).statusCommand(),
  jobs: async () => (await import('./commands/jobs')).jobsCommand(),
  sessions: async () => (await import('./commands/sessions')).sessionsCommand(),
  pairs: async () => (await import('./commands/pairs')).pairsCommand(),
  experiments: async () => (await import('./commands/experiments')).experimentsCommand(),
  campaigns: async () => (await import('./commands/campaigns')).campaignsCommand(),
  tokens: async () => (await import('./commands/tokens')).tokensCommand(),
  patterns: async () => (await import('./commands/patterns')).patternsCommand(),
  ledgers: async () => (await import('./commands/ledgers')).ledgersCommand(),
  prices: async () => (await import('./commands/prices')).pricesCommand(),
  budgets: async () => (await import('./commands/budgets')).budgetsCommand(),
  rollups: async () => (await import('./commands/rollups')).rollupsCommand(),
  config: async () => (await import('./commands/config')).configCommand(),
  doctor: async () => (await import('./commands/doctor')).doctorCommand(),
  backup: async () => (await import('./commands/backup')).backupCommand(),
  restore: async () => (await import('./commands/restore')).restoreCommand(),
}

/** What `start` and the tests run; not in the help. */
const HIDDEN: Readonly<Record<string, Load>> = {
  worker: async () => (await import('./commands/worker')).workerCommand(),
  build: async () => (await import('./commands/build')).buildCommand(),
}

const own = (table: Readonly<Record<string, Load>>, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined

/**
 * The command line as far as `args` need it: the command that they begin with, or all of them for the help and for a
 * name that is none. Errors are thrown and printed by main.ts, in one line.
 */
export async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('pitwall')
    .description('Operator dashboard for fleets of coding agents and prompt-optimisation jobs.')
    .version(packageJson.version)
    .showHelpAfterError(false)
  const [name = ''] = args
  const asked = own(COMMANDS, name) ?? own(HIDDEN, name)
  if (asked) program.addCommand(await asked())
  else if (name !== '--version' && name !== '-V') {
    for (const load of Object.values(COMMANDS)) program.addCommand(await load())
    for (const load of Object.values(HIDDEN)) program.addCommand(await load(), { hidden: true })
  }
  throwInsteadOfExit(program)
  return program
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} })
  for (const child of command.commands) throwInsteadOfExit(child)
}
