import type { Command } from 'commander'
import type { ValueOrigin } from '@/lib/config/resolve'
import { config } from '@/lib/env'
import { type CommonFlags, defineCommand } from '../define-command'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'

const COLUMNS: readonly Column<ValueOrigin>[] = [
  { title: 'NAME', value: ({ name }) => name },
  { title: 'VALUE', value: ({ value }) => value, max: 300 },
  { title: 'FROM', value: ({ source }) => source },
  {
    title: 'NOT HEARD',
    value: ({ shadows }) => shadows.map(({ source, value }) => `${source} says ${value}`).join('; '),
    max: 300,
  },
]

/** `pitwall config`: each setting, where it came from, and what lower places say instead. */
export function configCommand(): Command {
  return defineCommand('config', 'each setting, where it came from, and what it hides').action((flags: CommonFlags) => {
    const { values, databaseUrl, sampleDatabaseUrl, version, buildId } = config()
    if (flags.json) printJson({ version, buildId, databaseUrl, sampleDatabaseUrl, values })
    else print(formatTable(COLUMNS, values))
  })
}
