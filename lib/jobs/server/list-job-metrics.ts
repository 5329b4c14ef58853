import 'server-only'
import type { Context } from '@/lib/context'
import { type MetricPointRow, metricPointPage } from '@/lib/db/job-metrics'
import { toCountOrNull } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import type { JobMetricPage, JobMetricPoint, ListJobMetricsInput } from '@/lib/jobs/part-schema'
import { phaseKeyOf } from '@/lib/runs/server/part-wire'
import { requireJob } from './require-job'
import { storedData } from './stored-data'

const POINT_TEXT_MAX = 2_000

function toPoint(row: MetricPointRow): JobMetricPoint {
  return {
    id: row.id,
    name: row.name,
    step: toCountOrNull(row.step),
    value: row.value,
    at: row.at,
    runId: row.runId,
    phase: phaseKeyOf(row.phaseId),
    sessionId: row.sessionId,
    ...storedData(row),
    ref: row.ref,
  }
}

/** Metric points of one job and its runs by name, then step; those without a step last, by time.
 * @throws not_found */
export async function listJobMetrics({ db }: Context, input: ListJobMetricsInput): Promise<JobMetricPage> {
  await requireJob(db, input.id)
  const { rows, nextCursor, total } = await metricPointPage(db, input)
  return { items: capTexts(rows.map(toPoint), POINT_TEXT_MAX), nextCursor, total }
}
