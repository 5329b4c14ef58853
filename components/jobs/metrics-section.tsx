'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { plainText } from '@/components/ui/visible-text'
import type { JobMetricName } from '@/lib/jobs/part-schema'
import { jobRunsQuery, metricNamesQuery, metricSeriesQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { MetricChart } from './metric-chart'
import { MetricNames } from './metric-names'
import { MetricPoints } from './metric-points'
import { ChartOrTable, PartSelect } from './part-controls'
import { PartRows, PartSkeleton, rowsOf } from './part-rows'
import type { JobPlace } from './use-job-place'

/** Every metric by name, and one of them over its steps; step 0 is one of them. */
export function MetricsSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const names = useInfiniteQuery(metricNamesQuery(job.id, place.fleet))
  const { rows } = rowsOf(names)
  const shown = rows.find(({ name }) => name === place.view.metric) ?? longest(rows)
  const name = place.view.metric ?? shown?.name
  return (
    <>
      {name === undefined ? null : <OneMetric job={job} place={place} name={name} />}
      <Section
        id="metrics"
        title="Metrics"
        count={formatInteger(job.counts.metricNames)}
        about={`${formatInteger(job.counts.metrics)} points; a name shows its series above`}
      >
        <PartRows part={names} what="the metrics">
          {(list) => <MetricNames names={list} shown={name ?? null} place={place} />}
        </PartRows>
      </Section>
    </>
  )
}

/** Without a choice, the one with most to see. */
const longest = (names: readonly JobMetricName[]) =>
  names.reduce<JobMetricName | undefined>((best, name) => (best && best.points >= name.points ? best : name), undefined)

/** Many runs over one another hide each other: one of them can be looked at alone. */
function RunSelect({ job, place }: { job: JobDetail; place: JobPlace }) {
  const { rows } = rowsOf(useInfiniteQuery(jobRunsQuery(job.id, place.fleet)))
  const options = rows.map(({ id, name, nativeId }) => ({ value: id, label: name ?? nativeId }))
  return <PartSelect place={place} name="runId" label="Run" any="all together" options={options} />
}

function OneMetric({ job, place, name }: { job: JobDetail; place: JobPlace; name: string }) {
  const choice = { name, runId: place.view.runId }
  const { data, error, refetch } = useQuery(metricSeriesQuery(job.id, choice, place.fleet))
  const title = plainText(name, 120) || '(no name)'
  return (
    <Section
      id="series"
      title={title}
      {...(data ? { count: formatInteger(data.total) } : {})}
      about={data?.rolledUp ? 'over steps; neighbours are one point, the band holds their bounds' : 'over steps'}
      actions={
        <>
          {job.runs.total > 1 ? <RunSelect job={job} place={place} /> : null}
          <ChartOrTable place={place} what={title} />
        </>
      }
    >
      {place.view.as === 'table' ? (
        <MetricPoints id={job.id} choice={choice} fleet={place.fleet} />
      ) : data ? (
        <MetricChart name={title} series={data} />
      ) : error ? (
        <QueryError what="the series" error={error} onRetry={() => void refetch()} />
      ) : (
        <PartSkeleton />
      )}
    </Section>
  )
}
