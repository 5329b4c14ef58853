import { describe, expect, it } from 'vitest'
import { candidateChart } from './candidate-chart'
import { metricChart } from './metric-chart'
import type { JobMetricSeries } from './part-schema'
import type { CandidateSeries } from './result-schema'

type Points = CandidateSeries['series'][number]['overRollouts']
const point = (id: string, x: number, score: number, best: number): Points[number] => ({
  id,
  nativeId: id,
  index: null,
  x,
  score,
  best,
  trainScore: null,
  heldoutScore: null,
  accepted: null,
  isBaseline: false,
})
const series = (runs: { runId: string | null; overRollouts: Points; overCost?: Points }[]): CandidateSeries => ({
  total: 0,
  unscored: 0,
  withoutRollouts: 0,
  withoutCost: 0,
  cut: false,
  series: runs.map((run) => ({ runName: null, overCost: [], ...run })),
})

describe('the chart of candidates', () => {
  it('draws each run as its points and its best so far, with the baseline beside', () => {
    const chart = candidateChart(
      series([{ runId: 'a', overRollouts: [point('c', 0, 0.5, 0.5), point('d', 9, 0.4, 0.5)] }]),
      'rollouts',
      0.3,
    )
    expect(chart.model.series.map(({ form, points }) => [form, points.map(({ y }) => y)])).toEqual([
      ['steps', [0.5, 0.5]],
      ['points', [0.5, 0.4]],
    ])
    expect(chart.model.references).toEqual([{ label: 'baseline 0.3', y: 0.3 }])
    expect(chart.summary).toBe('best 0.5 of 2 candidates')
  })
  it('keeps two runs apart that hold a candidate of the same id', () => {
    const same = [point('c', 0, 0.5, 0.5)]
    const chart = candidateChart(
      series([
        { runId: 'a', overRollouts: same },
        { runId: 'b', overRollouts: same },
      ]),
      'rollouts',
      null,
    )
    expect(chart.points.size).toBe(2)
  })
  it('names one entry for all runs beyond five, and says so when there is nothing on an axis', () => {
    const runs = Array.from({ length: 8 }, (_, n) => ({ runId: `${n}`, overRollouts: [point(`${n}`, 0, 1, 1)] }))
    expect(candidateChart(series(runs), 'rollouts', null).legend.at(-1)).toMatchObject({ label: 'other (3)' })
    expect(candidateChart(series(runs), 'cost', null)).toMatchObject({ summary: 'nothing to draw', legend: [] })
  })
})

const metric = (points: Partial<JobMetricSeries['points'][number]>[]): JobMetricSeries => ({
  name: 'm',
  total: points.length,
  rolledUp: false,
  points: points.map((each) => ({
    step: null,
    at: null,
    runId: null,
    value: null,
    low: null,
    high: null,
    points: 1,
    ...each,
  })),
})

describe('the chart of a metric', () => {
  it('keeps step 0 and leaves a gap where there is no number', () => {
    const { model, gaps, axis } = metricChart(metric([{ step: 0, value: 2 }, { step: 1 }, { step: 2, value: 3 }]))
    expect(axis).toBe('step')
    expect(model.series[0]?.points.map(({ x, y }) => [x, y])).toEqual([
      [0, 2],
      [1, null],
      [2, 3],
    ])
    expect(gaps).toBe(1)
  })
  it('goes by time where there are no steps, and by order where there is neither', () => {
    const at = '2026-01-01T00:00:00.000Z'
    expect(metricChart(metric([{ at, value: 1 }])).axis).toBe('time')
    expect(metricChart(metric([{ value: 1 }, { value: 2 }])).model.series[0]?.points.map(({ x }) => x)).toEqual([0, 1])
  })
  it('draws one line a run, and of a run alone the bounds of what one point stands for', () => {
    const { model } = metricChart(
      metric([
        { step: 0, value: 1, runId: 'synth:a', points: 3, low: 0, high: 2 },
        { step: 0, value: 5, runId: 'synth:b' },
      ]),
    )
    expect(model.series.map(({ label }) => label)).toEqual(['a', 'b'])
    expect(model.series[0]?.points[0]).not.toHaveProperty('low')
    const one = metricChart(metric([{ step: 0, value: 1, runId: 'synth:a', points: 3, low: 0, high: 2 }]))
    expect(one.model.series[0]?.points[0]).toMatchObject({ low: 0, high: 2 })
  })
})
