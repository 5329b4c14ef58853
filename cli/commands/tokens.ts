import type { Command } from 'commander'
import { nearest } from '@/lib/config/nearest'
import { TOKEN_DIMENSIONS, type TokenAccount, type TokenRow, TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount } from '@/lib/tokens/server/get-token-account'
import { cost, count, plural, tokens } from '../amounts'
import { wrongUse } from '../command-error'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withReader } from '../open-fleet'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'

const NAMES = { groupBy: '--by', jobId: '--job', runId: '--run', sessionId: '--session' }
const PAGE = 500

interface TokenFlags extends CommonFlags {
  by?: string
  job?: string
  run?: string
  session?: string
  limit?: string
}

type ReadAccount = (input: TokensInput) => Promise<TokenAccount>

const never = () => false
const isPartial = ({ usage }: TokenRow) => usage.lowerBound.includes('output')

/** A column of tokens; `≥` where more was spent than was recorded. */
const amount = (
  title: string,
  value: (row: TokenRow) => number | null,
  isLowerBound: (row: TokenRow) => boolean = never,
): Column<TokenRow> => ({
  title,
  value: (row) => `${value(row) !== null && isLowerBound(row) ? '≥ ' : ''}${tokens(value(row))}`,
  align: 'right',
})

const COLUMNS: readonly Column<TokenRow>[] = [
  amount('INPUT', ({ usage }) => usage.input),
  amount('CACHE READ', ({ usage }) => usage.cacheRead),
  amount('CACHE WRITE 5M', ({ usage }) => usage.cacheWrite5m),
  amount('CACHE WRITE 1H', ({ usage }) => usage.cacheWrite1h),
  amount('OUTPUT', ({ usage }) => usage.output, isPartial),
  amount('UNSPLIT', ({ usage }) => usage.unsplit),
  amount(
    'TOTAL',
    ({ usage }) => usage.total,
    (row) => isPartial(row) || row.unknownTokenEvents > 0,
  ),
  { title: 'COST', value: (row) => cost(row.costMicroUsd, row.costIsLowerBound), align: 'right' },
  { title: 'EVENTS', value: (row) => count(row.events), align: 'right' },
]

/** `pitwall tokens --by DIM[,DIM]`: the token and cost account, all rows unless a page is asked for. */
export function tokensCommand(): Command {
  return defineCommand('tokens', 'tokens and cost, grouped')
    .option('--by <dims>', `one or more of ${TOKEN_DIMENSIONS.join(' ')}, with commas between (default: day)`)
    .option('--system <system>', 'only this system')
    .option('--model <model>', 'only this model')
    .option('--project <project>', 'only this project')
    .option('--role <role>', 'only this role')
    .option('--provider <provider>', 'only this provider')
    .option('--purpose <purpose>', 'only this purpose')
    .option('--job <id>', 'only this job')
    .option('--run <id>', 'only this run')
    .option('--session <id>', 'only this session')
    .option('--from <time>', 'at or after this time')
    .option('--to <time>', 'before this time')
    .option('--tz <zone>', 'the time zone of days (default: UTC)')
    .option('--limit <n>', 'one page of this size instead of all rows')
    .option('--cursor <cursor>', 'begin with this page')
    .action(async (flags: TokenFlags) => {
      const { by, job, run, session, db: _db, envFile: _envFile, fleet, json, ...rest } = flags
      checkDimensions(by)
      const fields = { ...rest, groupBy: by, jobId: job, runId: run, sessionId: session }
      const input = inputOf(TokensInput, { limit: String(PAGE), ...fields }, NAMES)
      const account = await withReader(fleet, (ctx) => {
        const read: ReadAccount = (page) => getTokenAccount(ctx, page)
        return flags.limit === undefined ? wholeAccount(read, input) : read(input)
      })
      if (json) printJson(account)
      else printAccount(account, input)
    })
}

function checkDimensions(by: string | undefined): void {
  for (const name of by?.split(',').map((part) => part.trim()) ?? []) {
    if (TOKEN_DIMENSIONS.some((known) => known === name)) continue
    const meant = nearest(name, TOKEN_DIMENSIONS)
    throw wrongUse(
      `--by: unknown dimension '${name}'${meant ? ` (did you mean ${meant}?)` : `; known are ${TOKEN_DIMENSIONS.join(' ')}`}.`,
    )
  }
}

/** All pages as one reply. The totals are those of the whole account on every page. */
async function wholeAccount(read: ReadAccount, input: TokensInput): Promise<TokenAccount> {
  const first = await read(input)
  const rows = [...first.rows]
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const page: TokenAccount = await read({ ...input, cursor })
    rows.push(...page.rows)
    cursor = page.nextCursor
  }
  return { ...first, rows, nextCursor: null }
}

function printAccount(account: TokenAccount, input: TokensInput): void {
  const { rows, totals, unknownTokenEvents, unpricedEvents, priceTable, nextCursor } = account
  const key: Column<TokenRow> = { title: input.groupBy.join(' / ').toUpperCase(), value: (row) => row.key, max: 120 }
  print(formatTable([key, ...COLUMNS], [...rows, { ...totals, key: 'all', keys: [] }]))
  const notes = [
    `prices: ${priceTable.version}`,
    ...(unknownTokenEvents > 0 ? [`${plural(unknownTokenEvents, 'event')} without recorded tokens`] : []),
    ...(totals.usage.lowerBound.includes('output') ? ['≥: some output was recorded only in part'] : []),
    ...(unpricedEvents > 0 ? [`${plural(unpricedEvents, 'event')} without a price, so costs are lower bounds`] : []),
    ...(nextCursor ? [`more: --cursor ${nextCursor}`] : []),
  ]
  print(`\n${notes.join(' · ')}`)
}
