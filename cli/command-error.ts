import { CommanderError } from 'commander'
import { ConfigError } from '@/lib/config/resolve'
import { AppError } from '@/lib/errors'
import { visibleText } from './visible-text'

/** What a command's exit code means. */
export const EXIT = { failed: 1, usage: 2, rejected: 3, stuck: 4, invalid: 5, newPatterns: 6, verdict: 7 } as const

/** A command that cannot go on: one sentence for stderr and the exit code. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message)
    this.name = 'CommandError'
  }
}

export const wrongUse = (message: string) => new CommandError(message, EXIT.usage)

/** The line and the exit code that a failure ends in. An empty line: everything was said already. */
export function describeFailure(error: unknown): { line: string; exitCode: number } {
  if (error instanceof CommanderError) return describeUsage(error)
  const message = error instanceof Error ? error.message : String(error)
  const line = visibleText(message.trim().split('\n').at(-1) ?? '')
  if (error instanceof CommandError) return { line, exitCode: error.exitCode }
  if (error instanceof ConfigError) return { line, exitCode: EXIT.usage }
  if (error instanceof AppError && error.code === 'bad_request') return { line, exitCode: EXIT.usage }
  return { line, exitCode: EXIT.failed }
}

function describeUsage({ exitCode, message, code }: CommanderError): { line: string; exitCode: number } {
  // Help and version were asked for and have been printed.
  if (exitCode === 0) return { line: '', exitCode: 0 }
  if (code === 'commander.help') return { line: '', exitCode: EXIT.usage }
  const text = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
  return { line: `${visibleText(text)} See --help.`, exitCode: EXIT.usage }
}
