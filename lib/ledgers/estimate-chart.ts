import type { LineModel } from '@/lib/charts/line-layout'
import type { DoctorEstimates } from './schema'

const DAY_MS = 86_400_000
type Day = DoctorEstimates['days'][number]

/** What stands at one place of the chart. */
export interface EstimatePoint {
  day: string
  of: 'estimated' | 'realised'
  calls: number
}

export interface EstimateChart {
  model: LineModel
  points: ReadonlyMap<string, EstimatePoint>
}

/** Median of one call by day: what was estimated for skipped ones, and what real ones used. A day without is a gap. */
export function estimateChart(days: readonly Day[]): EstimateChart {
  const dated = days.flatMap((each) => (each.day === null ? [] : [{ ...each, day: each.day }]))
  const points = new Map<string, EstimatePoint>()
  const seriesOf = (of: EstimatePoint['of']) =>
    dated.map((each) => {
      const key = `${of} ${each.day}`
      points.set(key, { day: each.day, of, calls: each[of].calls })
      return { key, x: Date.parse(each.day) / DAY_MS, y: each[of].medianTokens }
    })
  return {
    model: {
      series: [
        {
          key: 'estimated',
          label: 'estimated for a skipped call',
          fill: 's4',
          form: 'line',
          points: seriesOf('estimated'),
        },
        { key: 'realised', label: 'used by a real call', fill: 's1', form: 'line', points: seriesOf('realised') },
      ],
      references: [],
    },
    points,
  }
}

/** The day at a place of the axis; nothing between two days. */
export const dayAt = (x: number) => (Number.isInteger(x) ? new Date(x * DAY_MS).toISOString().slice(0, 10) : '')
