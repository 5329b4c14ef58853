import type { Command } from 'commander'
import type { Context } from '@/lib/context'
import { type JobDetail, type JobSummary, ListJobsInput } from '@/lib/jobs/schema'
import { cost, count, moment, plural, quoted, tokens } from '../amounts'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'

/** A score as it was recorded, without the noise of binary fractions. */
const score = (value: number | null) => (value === null ? '' : String(Number(value.toPrecision(6))))

const COLUMNS: readonly Column<JobSummary>[] = [
  { title: 'EVIDENCE SAYS', value: (job) => `${job.statusDerived}${job.conflict ? ' !' : ''}` },
  { title: 'SOURCE SAYS', value: (job) => job.statusRaw ?? 'not recorded', max: 24 },
  { title: 'TYPE', value: (job) => job.type ?? 'not recorded', max: 24 },
  { title: 'RUNS', value: ({ runs }) => `${runs.done}/${runs.total}${runs.failed ? ` (${runs.failed} failed)` : ''}` },
  { title: 'BEST', value: (job) => score(job.bestScore), align: 'right' },
  { title: 'TOKENS', value: (job) => tokens(job.tokens), align: 'right' },
  { title: 'COST', value: (job) => cost(job.costMicroUsd, job.costIsLowerBound), align: 'right' },
  { title: 'LAST EVIDENCE', value: (job) => moment(job.lastEvidenceAt) },
  { title: 'JOB', value: (job) => job.id, max: 160 },
]

interface JobsFlags extends CommonFlags {
  parent?: string
}

/** `pitwall jobs [JOB]`: what runs were for, or what is known of one job. */
export function jobsCommand(): Command {
  return defineCommand('jobs', 'jobs and how their runs went')
    .argument('[job]', 'the id of one job')
    .option('--system <system>', 'the system that made the job')
    .option('--type <type>', 'the kind of job')
    .option('--status <status>', 'what the evidence says')
    .option('--flag <flag>', 'a quality flag of the job or of its runs')
    .option('--conflict <true|false>', 'jobs whose record contradicts their runs, or all others')
    .option('--parent <job>', 'jobs directly below this one')
    .option('--nested <true|false>', 'jobs that belong to a group, or all others')
    .option('--q <text>', 'a part of its id or name')
    .option('--from <time>', 'evidence at or after this time')
    .option('--to <time>', 'evidence before this time')
    .option('--sort <order>', 'lastEvidence, started, tokens, score or name')
    .option('--limit <n>', 'how many, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(async (id: string | undefined, flags: JobsFlags) => {
      const { db: _db, envFile: _envFile, fleet, json, parent, ...filters } = flags
      if (id !== undefined) return withFleet(fleet, (ctx) => printJob(ctx, id, json === true))
      const input = inputOf(ListJobsInput, { ...filters, parentId: parent }, { parentId: '--parent' })
      return withFleet(fleet, (ctx) => printJobs(ctx, input, json === true))
    })
}

async function printJobs(ctx: Context, input: ListJobsInput, json: boolean): Promise<void> {
  const { listJobs } = await import('@/lib/jobs/server/list-jobs')
  const page = await listJobs(ctx, input)
  if (json) return printJson(page)
  if (page.items.length === 0) return print('No jobs.')
  print(formatTable(COLUMNS, page.items))
  const of = page.total === null ? 'many' : plural(page.total, 'job')
  print(`\n${page.items.length} of ${of}${page.nextCursor ? ` · more: --cursor ${page.nextCursor}` : ''}`)
}

async function printJob(ctx: Context, id: string, json: boolean): Promise<void> {
  const { getJob } = await import('@/lib/jobs/server/get-job')
  const job = await getJob(ctx, { id })
  if (json) printJson(job)
  else print(jobLines(job).join('\n'))
}

const line = (name: string, text: string | null) => (text === null ? [] : [`${name.padEnd(15)}${text}`])

/** One job in lines of text: its states, what was asked for, and how much there is of each part. */
function jobLines(job: JobDetail): string[] {
  const { counts, results } = job
  const why = job.conflictReason ?? job.failureReason
  const models = job.modelsObserved.map(({ model }) => model).join(', ')
  return [
    quoted(job.id),
    ...(job.name ? [quoted(job.name)] : []),
    '',
    ...line('Type', quoted(job.type ?? 'not recorded')),
    ...line('Source says', quoted(job.statusRaw ?? 'not recorded')),
    ...line('Evidence says', `${job.statusDerived}${job.conflict ? '  (conflict)' : ''}`),
    ...line('Why', why === null ? null : quoted(why, 600)),
    ...line('Asked for', job.goal === null ? null : quoted(job.goal, 600)),
    ...line('Model asked', job.modelRequested === null ? null : quoted(job.modelRequested || '(empty)')),
    ...line('Models used', models === '' ? null : quoted(models)),
    ...line('Group', job.parent === null ? null : quoted(job.parent.id)),
    '',
    ...line('Runs', `${job.runs.done} done, ${job.runs.failed} failed, of ${job.runs.total}`),
    ...line('Best score', job.bestScore === null ? 'not recorded' : score(job.bestScore)),
    ...line('Baseline', job.baselineScore === null ? null : score(job.baselineScore)),
    ...line(
      'Results',
      results.total === 0
        ? null
        : `${count(results.resolved)} resolved of ${count(results.total)}, ${count(results.unknown)} unknown`,
    ),
    ...line('Tokens', tokens(job.tokens)),
    ...line('Cost', cost(job.costMicroUsd, job.costIsLowerBound)),
    ...line(
      'Parts',
      `${plural(counts.phases, 'phase')}, ${plural(counts.sessions, 'session')}, ${plural(counts.timeline, 'event')}, ${plural(counts.metrics, 'metric point')}, ${plural(counts.candidates, 'candidate')}`,
    ),
    ...line('Last evidence', moment(job.lastEvidenceAt)),
    ...[...job.flagDetails, ...job.runFlagDetails].flatMap((flag) =>
      line('Flag', `${quoted(flag.name)}: ${quoted(flag.detail)}`),
    ),
    ...job.children.map((child) => `${'Job'.padEnd(15)}${child.statusDerived}  ${quoted(child.id)}`),
  ]
}
