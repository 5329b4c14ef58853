import { type Command, Option } from 'commander'
import { CheckPairInput, type PairCheckReply } from '@/lib/pairs/schema'
import { FIELD_NAMES, FIELDS } from '@/lib/validity/fields'
import { refuses } from '@/lib/validity/levels'
import { EXIT } from '../command-error'
import { type CommonFlags, collect, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { colours, print, printJson } from '../output'
import { type Column, formatTable } from '../table'
import { visibleText } from '../visible-text'

interface CheckFlags extends CommonFlags {
  varied?: string[]
  override?: string
  lenient?: boolean
  calibration?: boolean
}

/** `pitwall pairs check`: the validity checks of one pair. */
export function checkPairCommand(): Command {
  return defineCommand('check', 'whether two runs may be compared; exit code 5 when they may not')
    .argument('<control>', 'a run, as lists name it')
    .argument('<treatment>', 'the run that is held against it')
    .addOption(new Option('--varied <field>', 'what should differ; may be given more than once').argParser(collect))
    .option('--override <reason>', 'compare a refused pair nevertheless, as exploratory; who, when and why are kept')
    .option('--lenient', 'what is not known does not refuse the pair')
    .option('--calibration', 'an A/A pair: nothing should differ')
    .addHelpText('after', fieldsHelp)
    .action(checkTwo)
}

function fieldsHelp(): string {
  const columns: Column<(typeof FIELD_NAMES)[number]>[] = [
    { title: 'FIELD', value: (name) => name },
    { title: 'WHAT IT IS', value: (name) => FIELDS[name].about, max: 90 },
  ]
  return `\nFields that are held equal unless they vary:\n\n${formatTable(columns, FIELD_NAMES)}`
}

async function checkTwo(control: string, treatment: string, flags: CheckFlags): Promise<void> {
  const { varied, override, lenient, calibration } = flags
  const fields = {
    ...{ control, treatment, calibration },
    ...(varied === undefined ? {} : { varied: varied.map((field) => field.replaceAll('-', '_')) }),
    ...(lenient ? { mode: 'lenient' } : {}),
    ...(override === undefined ? {} : { override: { reason: override } }),
  }
  const input = inputOf(CheckPairInput, fields, { control: '<control>', treatment: '<treatment>' })
  const { checkRuns } = await import('@/lib/pairs/server/check-runs')
  const reply = await withFleet(flags.fleet, (ctx) => checkRuns(ctx, input, 'command'))
  if (flags.json) printJson(reply)
  else print(checkText(reply))
  if (!reply.valid) process.exitCode = EXIT.invalid
}

const MARKS = { ok: 'ok', warning: 'warning', error: 'ERROR', unknown: 'not known', not_applicable: 'n/a' } as const

/** The outcome, then every check: what refuses the pair first. */
function checkText(reply: PairCheckReply): string {
  const weight = (each: PairCheckReply['checks'][number]) =>
    refuses(each, reply.mode) ? 0 : ['error', 'unknown', 'warning', 'ok', 'not_applicable'].indexOf(each.level) + 1
  const checks = reply.checks.toSorted((a, b) => weight(a) - weight(b))
  const width = Math.max(...checks.map(({ name }) => name.length))
  return [
    outcomeText(reply),
    '',
    ...checks.map(({ name, level, detail }) => {
      const mark = MARKS[level].padEnd(9)
      return `${level === 'error' ? colours.red(mark) : mark}  ${name.padEnd(width)}  ${visibleText(detail)}`
    }),
  ].join('\n')
}

function outcomeText({ valid, exploratory, withheld, checks, mode, override }: PairCheckReply): string {
  const refusing = checks.filter((each) => refuses(each, mode)).length
  const tokens = withheld.length > 0 ? ' There are no token statistics.' : ''
  if (exploratory) {
    const set = refusing === 0 ? 'nothing was set aside' : `${refusing} set aside`
    return `EXPLORATORY: valid by override ${override?.id ?? ''} (${set}).${tokens}`
  }
  if (valid) return `Valid.${tokens}`
  return `Invalid: ${refusing} ${refusing === 1 ? 'check refuses' : 'checks refuse'} this pair. No effect is given.`
}
