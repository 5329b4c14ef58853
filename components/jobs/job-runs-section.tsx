'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Section } from '@/components/ui/anchored-section'
import { jobRunsQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { RUN_LIST } from '@/lib/runs/filters'
import { formatInteger } from '@/lib/time/format-quantity'
import { JobRunTable } from './job-run-table'
import { PartRows } from './part-rows'
import type { JobPlace } from './use-job-place'

/** The runs of the job, and of a group those of its jobs, the latest start first. */
export function JobRunsSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const part = useInfiniteQuery(jobRunsQuery(job.id, place.fleet))
  const list = RUN_LIST.href({ filters: RUN_LIST.change(RUN_LIST.parse({}).filters, { jobId: job.id }) }, place.fleet)
  return (
    <Section
      id="runs"
      title="Runs"
      count={formatInteger(job.runs.total)}
      about={job.jobs > 0 ? 'with those of its jobs, latest start first' : 'latest start first'}
      actions={
        <Link href={list} className="text-accent hover:underline">
          Open in Runs
        </Link>
      }
    >
      <PartRows part={part} what="the runs">
        {(rows) => <JobRunTable runs={rows} fleet={place.fleet} />}
      </PartRows>
    </Section>
  )
}
