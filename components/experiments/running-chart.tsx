'use client'

import { useMemo } from 'react'
import { LineChart } from '@/components/charts/line-chart'
import type { LineSeries } from '@/lib/charts/line-layout'
import type { Analysis } from '@/lib/experiments/analysis-schema'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import { effectText, intervalText, tickEffect } from '@/lib/experiments/number-words'
import type { FullPair } from '@/lib/experiments/pair-parts'
import { runningEstimate } from '@/lib/experiments/running-estimate'
import { formatInteger } from '@/lib/time/format-quantity'

interface RunningChartProps {
  metric: ExperimentMetric
  pairs: readonly FullPair[]
  analysis: Analysis
}

/** How the estimate settles as pairs are added, with the interval that may be looked at any time. */
export function RunningChart({ metric, pairs, analysis: { sequential, primary } }: RunningChartProps) {
  const points = useMemo(
    () => (sequential === null ? [] : runningEstimate(pairs, sequential, primary.alpha)),
    [pairs, sequential, primary.alpha],
  )
  if (sequential === null || points.length < 2) return null
  const scale = sequential.scale === 'log-ratio' ? 'ratio' : 'difference'
  const byKey = new Map(points.map((point) => [`${point.n}`, point]))
  const series: LineSeries = {
    key: 'estimate',
    label: 'estimate',
    fill: 's1',
    form: 'line',
    points: points.map(({ n, estimate, low, high }) => ({ key: `${n}`, x: n, y: estimate, low, high })),
  }
  return (
    <figure className="m-0 pt-5" aria-label="Estimate over pairs">
      <figcaption className="pb-2 font-semibold text-13">
        Estimate over pairs{' '}
        <span className="pl-1 font-normal text-12 text-3">
          in the order of their names; the band holds at every look, from 10 pairs on
        </span>
      </figcaption>
      <LineChart
        name="Estimate over pairs"
        model={{ series: [series], references: [{ label: 'no effect', y: scale === 'ratio' ? 1 : 0 }] }}
        yTick={(value) => tickEffect(metric, scale, value)}
        xTick={formatInteger}
        about={({ key, y }) => {
          const point = byKey.get(key)
          return (
            <>
              <b>{effectText(metric, scale, y)}</b>
              <span>after {formatInteger(point?.n ?? 0)} pairs</span>
              <span className="text-2">
                {point && point.low !== null && point.high !== null
                  ? `always-valid interval ${intervalText(metric, scale, [point.low, point.high])}`
                  : 'too few for an interval'}
              </span>
            </>
          )
        }}
      />
    </figure>
  )
}
