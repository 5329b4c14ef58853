import type { Command } from 'commander'
import { quoted } from '../amounts'
import { EXIT } from '../command-error'
import { type CommonFlags, defineCommand } from '../define-command'
import { fleetUrl } from '../open-fleet'
import { colours, print, printJson } from '../output'

const MARKS = { ok: colours.green('ok  '), warn: colours.yellow('warn'), fail: colours.red('fail') } as const

/** `pitwall doctor`: looks at everything that Pitwall stands on; exit 1 when something must be done. */
export function doctorCommand(): Command {
  return defineCommand(
    'doctor',
    'look at database, sources, clock, disk and processes; exit 1 when something is wrong',
  ).action(async (flags: CommonFlags) => {
    const { examine } = await import('../examine')
    const findings = await examine(fleetUrl(flags.fleet), new Date())
    if (flags.json) printJson({ healthy: findings.every(({ level }) => level !== 'fail'), checks: findings })
    else {
      for (const { level, name, detail, todo } of findings) {
        print(`${MARKS[level]}  ${name.padEnd(11)} ${quoted(detail, 1_000)}${todo ? ` → ${quoted(todo, 1_000)}` : ''}`)
      }
    }
    if (findings.some(({ level }) => level === 'fail')) process.exitCode = EXIT.failed
  })
}
