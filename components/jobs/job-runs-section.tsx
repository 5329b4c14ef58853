'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ALL_COLUMNS } from '@/components/runs/run-columns'
import { RunRowCells } from '@/components/runs/run-row'
import { Section } from '@/components/runs/section'
import { NARROW_NEED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { Table, Th, Tr } from '@/components/ui/table'
import { jobRunsQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { RUN_LIST } from '@/lib/runs/filters'
import { formatInteger } from '@/lib/time/format-quantity'
import { PartRows } from './part-rows'
import type { JobPlace } from './use-job-place'

const COLUMNS = ALL_COLUMNS.filter(({ id }) => id !== 'system')

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
        {(rows) => (
          <Table label="Runs" edge fixed className={NARROW_TABLE}>
            <thead className="max-md:hidden">
              <tr>
                {COLUMNS.map(({ id, header, numeric, className }) => (
                  <Th key={id} numeric={numeric ?? false} className={className}>
                    {header}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody className="max-md:block">
              {rows.map((run) => (
                <Tr
                  key={run.id}
                  data-run={run.id}
                  need={run.attention > 1 ? 'bad' : run.attention > 0 ? 'warn' : undefined}
                  className={`${NARROW_TWO} ${NARROW_NEED[run.attention > 1 ? 'bad' : run.attention > 0 ? 'warn' : 'none']}`}
                >
                  <RunRowCells run={run} columns={COLUMNS} fleet={place.fleet} />
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
      </PartRows>
    </Section>
  )
}
