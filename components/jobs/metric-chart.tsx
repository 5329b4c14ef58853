'use client'

import { FILL_BACKGROUND } from '@/components/charts/fills'
import { LineChart } from '@/components/charts/line-chart'
import { plainText } from '@/components/ui/visible-text'
import { tickText } from '@/lib/charts/ticks'
import { scoreText } from '@/lib/jobs/job-words'
import { metricChart } from '@/lib/jobs/metric-chart'
import type { JobMetricSeries } from '@/lib/jobs/part-schema'
import { exactTime } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

/** One metric over its steps, one line a run. A point without a number is a gap, never a zero. */
export function MetricChart({ name, series }: { name: string; series: JobMetricSeries }) {
  const { model, legend, points, axis, gaps } = metricChart(series)
  const byTime = axis === 'time'
  const xTick = (x: number) => (byTime ? exactTime(new Date(x).toISOString()).slice(0, -11) : tickText(x))
  return (
    <figure className="m-0 pb-2" aria-label={`${name} over ${byTime ? 'time' : 'steps'}`}>
      {legend.length > 1 ? (
        <div className="flex flex-wrap gap-x-4 gap-y-1 pb-2 text-12 text-2">
          {legend.map(({ key, label, fill }) => (
            <span key={key} className="inline-flex min-w-0 items-center gap-1.5">
              <i aria-hidden="true" className={`size-2.5 flex-none rounded-[2px] ${FILL_BACKGROUND[fill]}`} />
              <bdi className="max-w-60 truncate">{plainText(label, 60)}</bdi>
            </span>
          ))}
        </div>
      ) : null}
      <LineChart
        name={`${name} over ${byTime ? 'time' : 'steps'}`}
        model={model}
        yTick={scoreText}
        xTick={xTick}
        about={(point) => {
          const of = points.get(point.key)
          return (
            <>
              <b>{scoreText(point.y)}</b>
              {of?.step === undefined || of.step === null ? null : <span>step {formatInteger(of.step)}</span>}
              {of?.at ? <span className="text-2">{exactTime(of.at)}</span> : null}
              {of && of.points > 1 && of.low !== null && of.high !== null ? (
                <span className="text-2">
                  the last of {formatInteger(of.points)} points, {scoreText(of.low)} to {scoreText(of.high)}
                </span>
              ) : null}
            </>
          )
        }}
      />
      {gaps > 0 ? (
        <figcaption className="pt-1 text-12 text-3">
          {formatInteger(gaps)} {gaps === 1 ? 'point has' : 'points have'} no number or no place: a gap, not a zero
        </figcaption>
      ) : null}
    </figure>
  )
}
