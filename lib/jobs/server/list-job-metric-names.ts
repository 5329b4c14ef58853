import 'server-only'
import type { Context } from '@/lib/context'
import { type MetricNameRow, metricNamePage } from '@/lib/db/job-metrics'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { JobMetricName, JobMetricNamePage } from '@/lib/jobs/part-schema'
import type { JobPartInput } from '@/lib/jobs/schema'
import { requireJob } from './require-job'

function toName(row: MetricNameRow): JobMetricName {
  return {
    name: row.name,
    points: toCount(row.points),
    unknown: toCount(row.unknown),
    runs: toCount(row.runs),
    firstStep: toCountOrNull(row.firstStep),
    lastStep: toCountOrNull(row.lastStep),
    firstValue: row.firstValue,
    lastValue: row.lastValue,
    min: row.min,
    max: row.max,
    firstAt: row.firstAt,
    lastAt: row.lastAt,
  }
}

/** The metrics of one job and its runs by name: how many points each has, its steps and bounds.
 * @throws not_found */
export async function listJobMetricNames({ db }: Context, input: JobPartInput): Promise<JobMetricNamePage> {
  await requireJob(db, input.id)
  const { rows, nextCursor, total } = await metricNamePage(db, input)
  return { items: rows.map(toName), nextCursor, total }
}
