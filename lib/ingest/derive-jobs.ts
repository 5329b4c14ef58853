import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import type { Job } from '@/lib/db/generated/client'
import { type ChildJob, childJobsOf, type JobParts, jobPartsOf, runSumsOf } from '@/lib/db/job-facts'
import type { JobSum } from '@/lib/db/run-sums'
import { inList, type Row, type Statement, upsert, writeAll } from '@/lib/db/upsert'
import { deriveJob, type JobRecordFacts, type JobUnits } from '@/lib/liveness/derive-job'
import { type Status, statusClass } from '@/lib/model/status'
import type { Lease } from './lease'
import { json } from './record-content'

/** Jobs derived in one transaction. */
const JOBS_AT_ONCE = 100
/** Groups in groups are followed so far up; records that name each other as parent end here. */
const GENERATIONS_MAX = 10

/**
 * Derives every job on the dirty list anew from its record, its runs and the jobs below it. Each portion leaves the list,
 * and puts the groups above it on the list, in the transaction that writes it.
 */
export async function deriveDirtyJobs(db: Db, lease: Lease): Promise<void> {
  const times = new Map<string, number>()
  for (;;) {
    const dirty = await db.dirtyJob.findMany({ orderBy: { jobId: 'asc' }, take: JOBS_AT_ONCE })
    if (dirty.length === 0) return
    const ids = dirty.map((row) => row.jobId)
    const jobs = await db.job.findMany({ where: { id: { in: ids } } })
    const statements = await jobStatements(db, jobs)
    for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
    const parents = [...new Set(jobs.flatMap((job) => job.parentId ?? []))]
    await writeAll(db, [
      lease.fence(),
      ...statements,
      { sql: `DELETE FROM "DirtyJob" WHERE ${inList('jobId', ids).sql}`, values: ids },
      ...upsert(
        'DirtyJob',
        ['jobId'],
        parents.filter((id) => (times.get(id) ?? 0) < GENERATIONS_MAX).map((jobId) => ({ jobId })),
        'keep',
      ),
      raiseDataRevision(),
    ])
  }
}

async function jobStatements(db: Db, jobs: readonly Job[]): Promise<Statement[]> {
  const ids = jobs.map((job) => job.id)
  const [runs, children, parts] = [await runSumsOf(db, ids), await childJobsOf(db, ids), await jobPartsOf(db, ids)]
  return jobs.map((job) => {
    const columns = derivedColumns(job, runs.get(job.id) ?? null, children.get(job.id) ?? [], parts.get(job.id))
    const names = Object.keys(columns)
    const set = names.map((name) => `"${name}" = ?`).join(', ')
    return {
      sql: `UPDATE "Job" SET ${set}, "revision" = "revision" + 1 WHERE "id" = ?`,
      values: [...names.map((name) => columns[name] ?? null), job.id],
    }
  })
}

function recordFacts(job: Job): JobRecordFacts | null {
  if (!job.hasRow) return null
  return {
    status: job.statusStated as Status | null,
    statusRaw: job.statusRaw,
    failureReason: job.failureReason,
    startedAt: job.statedStart,
    endedAt: job.statedEnd,
    lastAt: last([job.updatedAt, job.statedEnd, job.statedStart, job.createdAt]),
    flags: JSON.parse(job.recordFlags) as string[],
  }
}

function derivedColumns(
  job: Job,
  runs: JobSum | null,
  children: readonly ChildJob[],
  parts: JobParts | undefined,
): Row {
  const { startedAt, endedAt, lastEvidenceAt, flags, ...states } = deriveJob({
    record: recordFacts(job),
    units: unitsOf(runs, children),
    partsAt: parts?.lastAt ?? null,
    flags: JSON.parse(job.recordFlags) as string[],
  })
  return {
    ...states,
    startedAt,
    endedAt,
    lastEvidenceAt: lastEvidenceAt ?? '',
    flags: json(flags),
    jobs: children.length,
    ...sums([...(runs ? [runs] : []), ...children]),
    candidates: parts?.candidates ?? 0,
    results: parts?.results ?? 0,
    resultsResolved: parts?.resultsResolved ?? 0,
    resultsUnknown: parts?.resultsUnknown ?? 0,
  }
}

type Sums = Pick<JobSum, 'runs' | 'runsDone' | 'runsFailed' | 'tokens' | 'costPico' | 'unpricedEvents' | 'events'>

/** A group adds up its own runs and those of the jobs below it. */
function sums(all: readonly Sums[]): Row {
  const of = (name: 'runs' | 'runsDone' | 'runsFailed' | 'unpricedEvents' | 'events') =>
    all.reduce((sum, part) => sum + part[name], 0)
  return {
    runs: of('runs'),
    runsDone: of('runsDone'),
    runsFailed: of('runsFailed'),
    tokens: known(all.map((part) => part.tokens)),
    costPico: known(all.map((part) => part.costPico)),
    unpricedEvents: of('unpricedEvents'),
    events: of('events'),
  }
}

/** The sum of what is known; null when nothing is. */
function known(values: readonly (bigint | null)[]): bigint | null {
  const given = values.filter((value) => value !== null)
  return given.length === 0 ? null : given.reduce((sum, value) => sum + value, 0n)
}

function unitsOf(runs: JobSum | null, children: readonly ChildJob[]): JobUnits {
  const states = children.map((child) => child.statusDerived as Status)
  const count = (is: (status: Status) => boolean) => states.filter(is).length
  const moves = (status: Status) => status === 'running' || status === 'waiting'
  const all = [...(runs ? [runs] : []), ...children]
  return {
    total: (runs?.runs ?? 0) + children.length,
    done: (runs?.runsDone ?? 0) + count((status) => statusClass(status) === 'succeeded'),
    failed: (runs?.runsFailed ?? 0) + count((status) => statusClass(status) === 'failed'),
    open: (runs?.runsOpen ?? 0) + count((status) => statusClass(status) === 'open'),
    running: (runs?.runsRunning ?? 0) + count(moves),
    queued: (runs?.runsQueued ?? 0) + count((status) => status === 'queued'),
    startedAt: all.flatMap((part) => part.startedAt ?? []).sort()[0] ?? null,
    endedAt: last(all.map((part) => part.endedAt)),
    lastAt: last(all.map((part) => part.lastEvidenceAt)),
  }
}

const last = (times: readonly (string | null)[]): string | null =>
  times
    .filter((at): at is string => at !== null && at !== '')
    .sort()
    .at(-1) ?? null
