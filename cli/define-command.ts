import { Command, Option } from 'commander'
import type { z } from 'zod'
import { setFlags } from '@/lib/env'
import { FLEETS, type Fleet } from '@/lib/http/wire'
import { wrongUse } from './command-error'

/** Flags that every command has. */
export interface CommonFlags {
  db?: string
  envFile?: string
  fleet: Fleet
  json?: boolean
}

interface SettingFlags {
  db?: string
  envFile?: string
  host?: string
  port?: string
  watch?: string[]
  caFile?: string
  priceOverrides?: string
}

/** A command with the flags that all share. Its action runs after the flags reached the settings. */
export function defineCommand(name: string, about: string, { json = true } = {}): Command {
  const command = new Command(name)
    .description(about)
    .option('--db <url>', 'the database, file:PATH')
    .option('--env-file <path>', 'a file of NAME=value lines')
    .addOption(new Option('--fleet <fleet>', 'your records or the sample').choices(FLEETS).default('own'))
  if (json) command.option('--json', 'print JSON')
  return command.hook('preAction', (_, action) => {
    const { envFile, db, host, port, watch, caFile, priceOverrides } = action.opts<SettingFlags>()
    const values = definedOnly({ db, host, port, watch, caFile, priceOverrides })
    setFlags({ values, ...(envFile && { envFile }) })
  })
}

const definedOnly = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>

const flagName = (field: string) => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/**
 * Flags as the input of a verb. `names` maps fields of the input to flags where they differ.
 * @throws {CommandError} exit 2, naming the flag
 */
export function inputOf<T extends z.ZodType>(schema: T, flags: object, names: Record<string, string> = {}): z.infer<T> {
  const result = schema.safeParse(definedOnly(flags))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = String(issue?.path[0] ?? '')
  throw wrongUse(`${names[field] ?? flagName(field)}: ${issue?.message ?? 'is not valid'}.`)
}

/** Collects a flag that may be given more than once. */
export const collect = (value: string, before: string[] = []) => [...before, value]
