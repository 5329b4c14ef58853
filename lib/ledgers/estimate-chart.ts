import type { LineModel, LinePoint } from '@/lib/charts/line-layout'
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

export const ESTIMATE_LEGEND = [
  { of: 'estimated', label: 'estimated for a skipped call', how: 'estimated', fill: 's4' },
  { of: 'realised', label: 'used by a real call', how: 'measured', fill: 's1' },
] as const

/** Median of one call by day: what was estimated for skipped ones, and what real ones used. A day without is a gap. */
export function estimateChart(days: readonly Day[]): EstimateChart {
  const dated = days.flatMap((each) => (each.day === null ? [] : [{ ...each, day: each.day }]))
  const points = new Map<string, EstimatePoint>()
  const series = ESTIMATE_LEGEND.flatMap(({ of, label, fill }) => {
    const drawn = dated.map((each): LinePoint => {
      const key = `${of} ${each.day}`
      points.set(key, { day: each.day, of, calls: each[of].calls })
      return { key, x: Date.parse(each.day) / DAY_MS, y: each[of].medianTokens }
    })
    const isAlone = (at: number) => !isKnown(drawn[at - 1]) && !isKnown(drawn[at + 1])
    return [
      {
        key: of,
        label,
        fill,
        form: 'line' as const,
        points: drawn.map((point, at) => (isAlone(at) ? gapAt(point) : point)),
      },
      // A line of one point would not be seen.
      { key: `${of} alone`, label, fill, form: 'points' as const, points: drawn.filter((_, at) => isAlone(at)) },
    ]
  })
  return { model: { series, references: [] }, points }
}

const isKnown = (point: LinePoint | undefined) => point !== undefined && point.y !== null
const gapAt = (point: LinePoint): LinePoint => ({ ...point, y: null })

/** The day at a place of the axis; nothing between two days. */
export const dayAt = (x: number) => (Number.isInteger(x) ? new Date(x * DAY_MS).toISOString().slice(0, 10) : '')
