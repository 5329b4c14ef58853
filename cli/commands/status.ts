import type { Command } from 'commander'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { statusClass } from '@/lib/model/status'
import { ListRunsInput, type RunDetail, type RunPage, type RunSummary } from '@/lib/runs/schema'
import { getRun } from '@/lib/runs/server/get-run'
import { getRunStatus } from '@/lib/runs/server/get-run-status'
import { listRuns } from '@/lib/runs/server/list-runs'
import { cost, moment, plural, quoted, tokens } from '../amounts'
import { EXIT } from '../command-error'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { colours, print, printJson } from '../output'
import { type Column, formatTable } from '../table'

const NAMES = { jobId: '--job' }

/** The source says it is open, the evidence says nobody works on it any more. */
const isStuck = (run: Pick<RunSummary, 'status' | 'statusDerived'>) =>
  statusClass(run.status) === 'open' && run.statusDerived === 'interrupted'

const COLUMNS: readonly Column<RunSummary>[] = [
  { title: 'EVIDENCE SAYS', value: (run) => `${run.statusDerived}${run.conflict ? ' !' : ''}` },
  { title: 'SOURCE SAYS', value: (run) => run.statusRaw ?? 'not recorded', max: 24 },
  {
    title: 'PHASES',
    value: ({ phases }) => `${phases.done}/${phases.total}${phases.failed ? ` (${phases.failed} failed)` : ''}`,
  },
  { title: 'TOKENS', value: (run) => tokens(run.usage.total), align: 'right' },
  { title: 'COST', value: (run) => cost(run.costMicroUsd, run.costIsLowerBound), align: 'right' },
  { title: 'LAST EVIDENCE', value: (run) => moment(run.lastEvidenceAt) },
  { title: 'RUN', value: (run) => run.id, max: 160 },
]

/** `pitwall status [RUN]`: the list of runs, or why one run has the states it has. */
export function statusCommand(): Command {
  return defineCommand('status', 'runs with what they say and what the evidence says; exit 4 when one is stuck')
    .argument('[run]', 'the id of one run')
    .option('--system <system>', 'the system that made the run')
    .option('--status <status>', 'what the evidence says')
    .option('--cause <cause>', 'why it failed')
    .option('--flag <flag>', 'a quality flag')
    .option('--project <project>', 'the project')
    .option('--model <model>', 'a model it used')
    .option('--job <id>', 'the job it belongs to')
    .option('--q <text>', 'a part of its id, name or phases')
    .option('--from <time>', 'evidence at or after this time')
    .option('--to <time>', 'evidence before this time')
    .option('--sort <order>', 'attention, lastEvidence, started, tokens, cost, duration, failed or name')
    .option('--limit <n>', 'how many, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(async (id: string | undefined, flags: CommonFlags & { job?: string }) => {
      if (id !== undefined) return withFleet(flags.fleet, (ctx) => printRun(ctx, id, flags))
      const { job, db: _db, envFile: _envFile, fleet, json, ...rest } = flags
      const input = inputOf(ListRunsInput, { ...rest, jobId: job }, NAMES)
      await withFleet(fleet, (ctx) => printRuns(ctx, input, json === true))
    })
}

async function printRuns(ctx: Context, input: ListRunsInput, json: boolean): Promise<void> {
  const page = await listRuns(ctx, input)
  if (json) printJson(page)
  else printPage(page)
  if (await hasStuck(ctx, input)) process.exitCode = EXIT.stuck
}

function printPage({ items, total, nextCursor }: RunPage): void {
  if (items.length === 0) {
    print('No runs.')
    return
  }
  print(formatTable(COLUMNS, items))
  const stuck = items.filter(isStuck).length
  const conflicts = items.filter((run) => run.conflict).length
  const notes = [
    `${items.length} of ${total === null ? 'many' : plural(total, 'run')}`,
    ...(conflicts > 0 ? [`! ${conflicts} say other than their evidence`] : []),
    ...(stuck > 0 ? [colours.red(`${stuck} stuck`)] : []),
    ...(nextCursor ? [`more: --cursor ${nextCursor}`] : []),
  ]
  print(`\n${notes.join(' · ')}`)
}

/** Looks at every matching run, not only at the page that is shown. */
async function hasStuck(ctx: Context, input: ListRunsInput): Promise<boolean> {
  if (input.status !== undefined && input.status !== 'interrupted') return false
  let cursor: string | undefined
  do {
    const page = await listRuns(ctx, { ...input, status: 'interrupted', sort: 'lastEvidence', limit: 500, cursor })
    if (page.items.some(isStuck)) return true
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return false
}

async function printRun(ctx: Context, id: string, flags: CommonFlags): Promise<void> {
  if (flags.json) {
    const status = await getRunStatus(ctx, { id })
    printJson(status)
    if (isStuck(status)) process.exitCode = EXIT.stuck
    return
  }
  const run = await getRun(ctx, { id })
  print(runLines(run).join('\n'))
  if (isStuck(run)) process.exitCode = EXIT.stuck
}

/** One run in lines of text: the three states, why they differ, and what is known about it. */
function runLines(run: z.infer<typeof RunDetail>): string[] {
  const { phaseCounts: phases } = run
  const why = run.conflictReason ?? run.causeEvidence ?? run.failureReason
  return [
    quoted(run.id),
    ...(run.name ? [quoted(run.name)] : []),
    '',
    `Source says    ${quoted(run.statusRaw ?? 'not recorded')}`,
    `In our words   ${run.status}`,
    `Evidence says  ${run.statusDerived}${run.conflict ? '  (conflict)' : ''}`,
    ...(why ? [`Why            ${quoted(why, 600)}`] : []),
    ...(run.cause ? [`Cause          ${run.cause}`] : []),
    ...(isStuck(run)
      ? [colours.red('Stuck          the source says it is open, and nothing has come from it for too long')]
      : []),
    '',
    `Phases         ${phases.done} done, ${phases.failed} failed, ${phases.running} running, of ${phases.total}`,
    `Tokens         ${tokens(run.usage.total)}${run.tokenCap === null ? '' : ` of a cap of ${tokens(run.tokenCap)}`}`,
    `Cost           ${cost(run.costMicroUsd, run.costIsLowerBound)}`,
    `Last evidence  ${moment(run.lastEvidenceAt)}`,
    ...run.flagDetails.map((flag) => `Flag           ${quoted(flag.name)}: ${quoted(flag.detail)}`),
  ]
}
