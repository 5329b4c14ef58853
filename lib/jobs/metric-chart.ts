import type { LineModel, LinePoint } from '@/lib/charts/line-layout'
import type { JobMetricSeries } from './part-schema'
import { type RunLegend, runFill, runLegend } from './run-legend'

type Point = JobMetricSeries['points'][number]

interface MetricChart {
  model: LineModel
  legend: RunLegend[]
  /** What stands behind each drawn point, by its key. */
  points: ReadonlyMap<string, Point>
  /** Steps, where any point has one; else time, in milliseconds; else the order of the points. */
  axis: 'step' | 'time' | 'order'
  /** Points without a number, or without a place on that axis. */
  gaps: number
}

/** One series a run, in the order in which the runs come. Step 0 stands at 0. */
export function metricChart({ points: all }: JobMetricSeries): MetricChart {
  const axis = all.some(({ step }) => step !== null) ? 'step' : all.some(({ at }) => at !== null) ? 'time' : 'order'
  const points = new Map<string, Point>()
  const runs = new Map<string, LinePoint[]>()
  // The bounds of many runs over one another would hide all of them.
  const withBounds = new Set(all.map(({ runId }) => runId)).size === 1
  let gaps = 0
  all.forEach((point, index) => {
    const x = placeOf(point, index, axis)
    if (point.value === null || x === null) gaps += 1
    if (x === null) return
    const key = `${index}`
    points.set(key, point)
    const run = runs.get(point.runId ?? '') ?? []
    run.push({
      key,
      x,
      y: point.value,
      ...(withBounds && point.points > 1 ? { low: point.low, high: point.high } : {}),
    })
    runs.set(point.runId ?? '', run)
  })
  const series = Array.from(runs, ([runId, placed], index) => ({
    key: runId,
    label: runId === '' ? 'the job' : runId.replace(/^[^:]*:/, ''),
    fill: runFill(index),
    form: 'line' as const,
    points: placed.toSorted((a, b) => a.x - b.x),
  }))
  return { model: { series, references: [] }, legend: runLegend(series), points, axis, gaps }
}

function placeOf({ step, at }: Point, index: number, axis: MetricChart['axis']): number | null {
  if (axis === 'step') return step
  if (axis === 'time') return at === null ? null : Date.parse(at)
  return index
}
