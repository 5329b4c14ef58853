import 'server-only'
import type { Context } from '@/lib/context'
import { firstMetricName, metricSeries, type SeriesRow } from '@/lib/db/job-metrics'
import { notFound } from '@/lib/errors'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { JobMetricSeries, JobMetricSeriesInput } from '@/lib/jobs/part-schema'
import { requireJob } from './require-job'

const toPoint = (row: SeriesRow): JobMetricSeries['points'][number] => ({
  step: toCountOrNull(row.step),
  at: row.at,
  runId: row.runId,
  value: row.value,
  low: row.low,
  high: row.high,
  points: toCount(row.points),
})

/** One metric of one job in order, in at most 2,000 points; step 0 is one. Without a name the first by name.
 * @throws not_found when there is no such job, or no metric of that name in it */
export async function getJobMetricSeries({ db }: Context, input: JobMetricSeriesInput): Promise<JobMetricSeries> {
  const { id, runId } = input
  await requireJob(db, id)
  const name = input.name ?? (await firstMetricName(db, id))
  if (name === null) return { name, total: 0, rolledUp: false, points: [] }
  const { rows, total, rolledUp } = await metricSeries(db, { id, name, runId })
  if (total === 0) throw notFound('metric of this job', name)
  return { name, total, rolledUp, points: rows.map(toPoint) }
}
