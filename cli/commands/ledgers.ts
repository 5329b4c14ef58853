import type { Command } from 'commander'
import type { Context } from '@/lib/context'
import { ledgerRows } from '@/lib/ledgers/ledger-rows'
import { type LedgerRow, LedgersInput, type LedgersWire, type ScopeLedgersWire } from '@/lib/ledgers/schema'
import { cost, count, plural, quoted, tokens } from '../amounts'
import { wrongUse } from '../command-error'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'

const TITLES: Record<LedgerRow['ledger'], string> = {
  spent: 'spent',
  artifactAvoided: 'artifact tokens avoided',
  doctorAvoided: 'doctor tokens avoided',
  abDelta: 'A/B difference',
}

/** No row below them: the four are never added. */
const COLUMNS: readonly Column<LedgerRow>[] = [
  { title: 'LEDGER', value: ({ ledger }) => TITLES[ledger] },
  { title: 'KNOWN AS', value: ({ kind }) => kind },
  {
    title: 'TOKENS',
    value: (row) => `${row.tokens !== null && row.tokensAreLowerBound ? '≥ ' : ''}${tokens(row.tokens)}`,
    align: 'right',
  },
  {
    title: 'COST',
    value: (row) =>
      row.ledger === 'spent' && row.recorded ? cost(row.costMicroUsd, row.costIsLowerBound === true) : '',
    align: 'right',
  },
  { title: 'RESTS ON', value: restsOn, max: 120 },
]

function restsOn(row: LedgerRow): string {
  if (!row.recorded) return ''
  if (row.ledger === 'spent') {
    return `${plural(row.events ?? 0, 'event')}, of them doctor ${tokens(row.doctorTokens)} in ${count(row.doctorEvents ?? 0)}`
  }
  if (row.ledger === 'artifactAvoided') {
    return `${plural(row.substitutions ?? 0, 'substitution')} in ${plural(row.phases ?? 0, 'phase')}`
  }
  if (row.ledger === 'abDelta') {
    return row.pairId === null
      ? `${plural(row.validPairs ?? 0, 'valid pair')}, ${count(row.refusedPairs ?? 0)} refused`
      : `${row.validPairs ? 'valid' : 'refused'} pair ${row.pairId}`
  }
  const sources = [
    ['this run', row.runLocal],
    ['fleet', row.global],
    ['fallback', row.fallback],
  ] as const
  return sources
    .flatMap(([name, sums]) =>
      sums && sums.phases > 0
        ? [`${name} ${count(sums.tokens)} (n = ${count(sums.samples)}, ${plural(sums.phases, 'call')})`]
        : [],
    )
    .join('; ')
}

interface LedgersFlags extends CommonFlags {
  job?: string
  system?: string
  project?: string
  from?: string
  to?: string
  tz?: string
}

/** `pitwall ledgers [RUN]`: the four ledgers of a run, a job, a project or a window, never added. */
export function ledgersCommand(): Command {
  return defineCommand('ledgers', 'the four token ledgers, never added to one another')
    .argument('[run]', 'the id of one run')
    .option('--job <id>', 'of this job and the jobs below it')
    .option('--system <system>', 'only this system')
    .option('--project <project>', 'only this project')
    .option('--from <time>', 'at or after this time')
    .option('--to <time>', 'before this time')
    .option('--tz <zone>', 'the time zone of days (default: UTC)')
    .action(async (run: string | undefined, flags: LedgersFlags) => {
      const { job, db: _db, envFile: _envFile, fleet, json, ...window } = flags
      const narrowed = Object.keys(window)[0]
      if (run !== undefined && job !== undefined) throw wrongUse('--job: name a run or a job, not both.')
      if ((run ?? job) !== undefined && narrowed) {
        throw wrongUse(`--${narrowed}: a ${run === undefined ? 'job' : 'run'} is not narrowed further.`)
      }
      const input = inputOf(LedgersInput, window)
      const ledgers = await withFleet(fleet, (ctx) => ledgersOf(ctx, { run, job, input }))
      if (json) printJson(ledgers)
      else printLedgers(ledgers)
    })
}

interface Asked {
  run: string | undefined
  job: string | undefined
  input: LedgersInput
}

async function ledgersOf(ctx: Context, { run, job, input }: Asked): Promise<LedgersWire | ScopeLedgersWire> {
  if (run !== undefined) {
    const { getRunLedgers } = await import('@/lib/runs/server/get-run-ledgers')
    return getRunLedgers(ctx, { id: run })
  }
  if (job !== undefined) {
    const { getJobLedgers } = await import('@/lib/ledgers/server/get-job-ledgers')
    return getJobLedgers(ctx, { id: job })
  }
  const { getLedgers } = await import('@/lib/ledgers/server/get-ledgers')
  return getLedgers(ctx, input)
}

function printLedgers(ledgers: LedgersWire | ScopeLedgersWire): void {
  print(formatTable(COLUMNS, ledgerRows(ledgers)))
  const { fleet } = ledgers.doctorCalls
  if (fleet.medianTokens !== null) {
    print(`\nreal doctor calls of this fleet: median ${count(fleet.medianTokens)}, n = ${count(fleet.calls)}`)
  }
  if (ledgers.disclosures.length > 0) print('')
  for (const { ledger, text } of ledgers.disclosures) print(`${TITLES[ledger]}: ${quoted(text, 1_000)}`)
}
