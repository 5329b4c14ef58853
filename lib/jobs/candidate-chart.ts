import type { LineModel, LineSeries } from '@/lib/charts/line-layout'
import { scoreText } from './job-words'
import type { CandidateSeries } from './result-schema'
import { type RunLegend, runFill, runLegend } from './run-legend'

export type CandidatePoint = CandidateSeries['series'][number]['overRollouts'][number]

interface CandidateChart {
  model: LineModel
  legend: RunLegend[]
  /** What stands behind each drawn point, by its key. */
  points: ReadonlyMap<string, CandidatePoint>
  summary: string
}

/** Two series a run: its candidates as points, the best of them so far as steps. Five runs have a colour of their own. */
export function candidateChart(
  { series: runs }: CandidateSeries,
  over: 'rollouts' | 'cost',
  baseline: number | null,
): CandidateChart {
  const points = new Map<string, CandidatePoint>()
  const drawn = runs.filter((run) => pointsOf(run, over).length > 0)
  const legend = drawn.map((run, index) => ({
    key: `${index}`,
    label: run.runName ?? run.runId ?? 'no run named',
    fill: runFill(index),
  }))
  const series = drawn.flatMap((run, index): LineSeries[] => {
    const { label = '', fill = 's-other' } = legend[index] ?? {}
    const all = pointsOf(run, over)
    for (const point of all) points.set(`${index} ${point.id}`, point)
    const place = (y: (point: CandidatePoint) => number) =>
      all.map((point) => ({ key: `${index} ${point.id}`, x: point.x, y: y(point) }))
    return [
      { key: `${index} best`, label, fill, form: 'steps', points: place((point) => point.best) },
      { key: `${index} scores`, label, fill, form: 'points', points: place((point) => point.score) },
    ]
  })
  const references = baseline === null ? [] : [{ label: `baseline ${scoreText(baseline)}`, y: baseline }]
  return { model: { series, references }, legend: runLegend(legend), points, summary: summaryOf(drawn, over) }
}

const pointsOf = (run: CandidateSeries['series'][number], over: 'rollouts' | 'cost') =>
  over === 'rollouts' ? run.overRollouts : run.overCost

function summaryOf(drawn: CandidateSeries['series'], over: 'rollouts' | 'cost'): string {
  const all = drawn.flatMap((run) => pointsOf(run, over))
  const best = all.reduce<CandidatePoint | null>(
    (found, point) => (found === null || point.score > found.score ? point : found),
    null,
  )
  return best === null ? 'nothing to draw' : `best ${scoreText(best.score)} of ${all.length} candidates`
}
