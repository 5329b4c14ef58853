import type { Command } from 'commander'
import { type JobSummary, ListJobsInput } from '@/lib/jobs/schema'
import { cost, moment, plural, tokens } from '../amounts'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'

const COLUMNS: readonly Column<JobSummary>[] = [
  { title: 'STATUS', value: (job) => job.statusDerived },
  { title: 'TYPE', value: (job) => job.type ?? 'not recorded', max: 24 },
  { title: 'RUNS', value: ({ runs }) => `${runs.done}/${runs.total}${runs.failed ? ` (${runs.failed} failed)` : ''}` },
  { title: 'TOKENS', value: (job) => tokens(job.tokens), align: 'right' },
  { title: 'COST', value: (job) => cost(job.costMicroUsd, job.costIsLowerBound), align: 'right' },
  { title: 'LAST EVIDENCE', value: (job) => moment(job.lastEvidenceAt) },
  { title: 'JOB', value: (job) => job.id, max: 160 },
]

/** `pitwall jobs`: what runs were for. */
export function jobsCommand(): Command {
  return defineCommand('jobs', 'jobs and how their runs went')
    .option('--system <system>', 'the system that made the job')
    .option('--type <type>', 'the kind of job')
    .option('--status <status>', 'what the evidence says')
    .option('--q <text>', 'a part of its id or name')
    .option('--from <time>', 'evidence at or after this time')
    .option('--to <time>', 'evidence before this time')
    .option('--sort <order>', 'lastEvidence, started, tokens or name')
    .option('--limit <n>', 'how many, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(async ({ db: _db, envFile: _envFile, fleet, json, ...filters }: CommonFlags) => {
      const input = inputOf(ListJobsInput, filters)
      const { listJobs } = await import('@/lib/jobs/server/list-jobs')
      const page = await withFleet(fleet, (ctx) => listJobs(ctx, input))
      if (json) return printJson(page)
      if (page.items.length === 0) return print('No jobs.')
      print(formatTable(COLUMNS, page.items))
      const of = page.total === null ? 'many' : plural(page.total, 'job')
      print(`\n${page.items.length} of ${of}${page.nextCursor ? ` · more: --cursor ${page.nextCursor}` : ''}`)
    })
}
