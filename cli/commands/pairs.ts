import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { z } from 'zod'
import { AnalyzePairsInput, DIRECTIONS, METRICS, PRIMARY_TESTS, SCALES } from '@/lib/experiments/analysis-schema'
import { analyzePairs } from '@/lib/experiments/analyze-pairs'
import { NoPairs, type ReadPairs, type RejectedPair, readPairs } from '@/lib/experiments/read-pairs'
import { KNOWN_COVERAGE } from '@/lib/stats/known-coverage'
import { analysisText } from '../analysis-text'
import { EXIT, wrongUse } from '../command-error'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { print, printJson, tell } from '../output'
import { type Column, formatTable } from '../table'
import { visibleText } from '../visible-text'
import { checkPairCommand } from './check-pair'
import { overridesCommand, withdrawOverrideCommand } from './overrides'

const NAMED = 20
const GATES = { worse: 'worse', 'cannot-tell': 'cannot_tell' } as const

const oneOf = (names: readonly string[]) => `one of ${names.join(', ')}`
const Flags = z.object({
  metric: z.enum(METRICS, oneOf(METRICS)).optional(),
  failOn: z.enum(['worse', 'cannot-tell'], 'worse or cannot-tell').optional(),
  better: z.enum(['lower', 'higher'], 'lower or higher').optional(),
  primary: z.enum(PRIMARY_TESTS, oneOf(PRIMARY_TESTS)).optional(),
  direction: z.enum(DIRECTIONS, oneOf(DIRECTIONS)).optional(),
  scale: z.enum(SCALES, oneOf(SCALES)).optional(),
  planned: z.coerce.number('a number').optional(),
  nStar: z.coerce.number('a number').optional(),
  alpha: z.coerce.number('a number').optional(),
  power: z.coerce.number('a number').optional(),
  seed: z.coerce.number('a number').optional(),
})

/** `pitwall pairs`: what can be said of pairs of runs. */
export function pairsCommand(): Command {
  return new Command('pairs')
    .description('whether two runs may be compared, and statistics of paired results')
    .addCommand(checkPairCommand())
    .addCommand(overridesCommand())
    .addCommand(withdrawOverrideCommand())
    .addCommand(analyzeCommand())
}

function analyzeCommand(): Command {
  return defineCommand('analyze', 'effect, tests and a verdict from a file of pairs; needs no database')
    .argument('<file>', 'CSV with the columns key, control, treatment (and cluster, cause), or JSON')
    .option(
      '--metric <kind>',
      'continuous (tokens, cost, time) or binary (success as 0 and 1); default: what the values are',
    )
    .option('--fail-on <verdict>', 'exit 7 when the verdict is worse, or cannot-tell')
    .option('--better <way>', 'which way is good (default: lower, of success higher)')
    .option('--primary <test>', 'the test that counts, when it was declared before')
    .option('--direction <side>', 'two-sided, less or greater (default: two-sided)')
    .option('--alpha <share>', 'the chance of a false alarm (default: 0.05)')
    .option('--power <share>', 'of the detectable effect (default: 0.8)')
    .option('--planned <n>', 'how many pairs were planned')
    .option('--scale <scale>', 'of the always-valid interval: log-ratio or raw (default: log-ratio)')
    .option('--n-star <n>', 'where that interval is tightest (default: as many as planned)')
    .option('--seed <n>', 'of everything random (default: 1)')
    .addHelpText('after', coverageHelp)
    .action((file: string, flags: CommonFlags) => analyzeFile(file, flags))
}

/** How far the intervals can be trusted, by simulation. */
function coverageHelp(): string {
  const cell = (value: number) => (value < 1 ? value.toFixed(3) : String(value))
  const columns: Column<(typeof KNOWN_COVERAGE)[number]>[] = [
    { title: 'PAIRS', value: ({ n }) => cell(n), align: 'right' },
    { title: 'T, DIFFERENCE', value: ({ pairedT }) => cell(pairedT), align: 'right' },
    { title: 'T, LOG RATIO', value: ({ logRatioT }) => cell(logRatioT), align: 'right' },
    { title: 'HODGES-LEHMANN', value: ({ hodgesLehmann }) => cell(hodgesLehmann), align: 'right' },
    { title: 'PERCENTILE', value: ({ percentile }) => cell(percentile), align: 'right' },
    { title: 'BCA', value: ({ bca }) => cell(bca), align: 'right' },
  ]
  return [
    '\nHow often a nominal 95 % interval held the true value (simulated, skewed amounts; docs/pairs.md has more):\n',
    formatTable(columns, KNOWN_COVERAGE),
  ].join('\n')
}

async function analyzeFile(file: string, { json, db: _db, envFile: _env, fleet: _fleet, ...given }: CommonFlags) {
  const { failOn, metric, ...flags } = inputOf(Flags, given)
  const read = await readFileOfPairs(file, metric)
  tellRejected(file, read.rejected)
  const input = { ...read.declared, ...flags, metric: read.metric, pairs: read.pairs }
  const analysis = analyzePairs(inputOf(AnalyzePairsInput, input))
  if (json) printJson({ ...analysis, rejected: read.rejected })
  else print(analysisText(analysis))
  if (failOn && analysis.outcome === GATES[failOn]) process.exitCode = EXIT.verdict
}

/** @throws {CommandError} exit 2, when the file cannot be read or holds no pair that can be used */
async function readFileOfPairs(file: string, metric: ReadPairs['metric'] | undefined): Promise<ReadPairs> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw wrongUse(`${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`)
  })
  try {
    const read = readPairs(text, metric)
    if (read.pairs.length > 0) return read
    tellRejected(file, read.rejected)
  } catch (error) {
    if (!(error instanceof NoPairs)) throw error
    throw wrongUse(`${file}: ${error.message}.`)
  }
  throw wrongUse(`${file}: there is no pair in it that can be used.`)
}

function tellRejected(file: string, rejected: readonly RejectedPair[]): void {
  for (const { place, reason } of rejected.slice(0, NAMED)) tell(visibleText(`${file}, ${place}: ${reason}`))
  if (rejected.length > NAMED) tell(visibleText(`${file}: and ${rejected.length - NAMED} more that cannot be used`))
}
