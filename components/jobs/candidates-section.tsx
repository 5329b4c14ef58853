'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { candidateSeriesQuery, candidatesQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { CandidateChart } from './candidate-chart'
import { CandidateTable } from './candidate-table'
import { ChartOrTable, PartSelect } from './part-controls'
import { PartRows, PartSkeleton } from './part-rows'
import type { JobPlace } from './use-job-place'

const ORDERS = [
  { value: 'index', label: 'as they came' },
  { value: 'score', label: 'best score first' },
  { value: 'heldout', label: 'best held out first' },
]

/** The candidates of an optimisation: their scores as a picture, and each of them in a table. */
export function CandidatesSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const series = useQuery(candidateSeriesQuery(job.id, place.fleet))
  const part = useInfiniteQuery(candidatesQuery(job.id, place.view, place.fleet))
  const asTable = place.view.as === 'table'
  return (
    <Section
      id="candidates"
      title="Candidates"
      count={formatInteger(job.counts.candidates)}
      about="scores as the source gives them"
      actions={
        <>
          <PartSelect place={place} name="order" label="Order" any={null} options={ORDERS} />
          <ChartOrTable place={place} what="candidates" />
        </>
      }
    >
      {asTable ? null : series.data ? (
        <CandidateChart job={job} series={series.data} place={place} />
      ) : series.error ? (
        <QueryError what="the chart" error={series.error} onRetry={() => void series.refetch()} />
      ) : (
        <PartSkeleton />
      )}
      <PartRows part={part} what="the candidates">
        {(rows) => <CandidateTable candidates={rows} />}
      </PartRows>
    </Section>
  )
}
