import 'server-only'
import type { Context } from '@/lib/context'
import { type FacetRow, jobCounts, jobFacet, jobFlags } from '@/lib/db/job-facets'
import { toCount } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import type { JobFacets } from '@/lib/jobs/schema'
import { toStatus } from '@/lib/model/status'

const named = (rows: readonly FacetRow[]) =>
  rows.flatMap(({ value, jobs }) => (value === null ? [] : [{ value, jobs: toCount(jobs) }]))

/** Each flag counts a job once, whether the job has it or one of its runs. */
function countFlags(rows: Awaited<ReturnType<typeof jobFlags>>): JobFacets['flags'] {
  const jobsOf = new Map<string, Set<string>>()
  for (const { jobId, flag, isList } of rows) {
    for (const name of Number(isList) === 1 ? textsOf(flag) : [flag]) {
      const jobs = jobsOf.get(name)
      if (jobs) jobs.add(jobId)
      else jobsOf.set(name, new Set([jobId]))
    }
  }
  return [...jobsOf]
    .map(([value, jobs]) => ({ value, jobs: jobs.size }))
    .toSorted((a, b) => b.jobs - a.jobs || (a.value < b.value ? -1 : 1))
}

/** Every value that the filters of the list of jobs can take, with how many jobs have it. */
export async function getJobFacets({ db }: Context): Promise<JobFacets> {
  const [counts, systems, types, statuses, flags] = await Promise.all([
    jobCounts(db),
    jobFacet(db, 'system'),
    jobFacet(db, 'type'),
    jobFacet(db, 'statusDerived'),
    jobFlags(db),
  ])
  const byStatus = new Map<JobFacets['statuses'][number]['value'], number>()
  for (const { value, jobs } of named(statuses)) {
    const status = toStatus(value)
    byStatus.set(status, (byStatus.get(status) ?? 0) + jobs)
  }
  return {
    all: toCount(counts?.all ?? 0),
    conflict: toCount(counts?.conflict ?? 0),
    groups: toCount(counts?.groups ?? 0),
    untyped: types.reduce((sum, { value, jobs }) => (value === null ? sum + toCount(jobs) : sum), 0),
    systems: named(systems),
    types: named(types),
    statuses: [...byStatus].map(([value, jobs]) => ({ value, jobs })),
    flags: countFlags(flags),
  }
}
