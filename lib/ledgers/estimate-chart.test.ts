import { expect, it } from 'vitest'
import { layoutLines } from '@/lib/charts/line-layout'
import { dayAt, estimateChart } from './estimate-chart'
import type { DoctorEstimates } from './schema'

const day = (
  name: string | null,
  estimated: number | null,
  realised: number | null,
): DoctorEstimates['days'][number] => ({
  day: name,
  estimated: {
    ...{ calls: estimated === null ? 0 : 1, medianTokens: estimated },
    bySource: { run_local: 0, global: 0, fallback: estimated === null ? 0 : 1 },
  },
  realised: { calls: realised === null ? 0 : 2, medianTokens: realised },
})
const SIZE = { width: 400, height: 200, left: 40, right: 0, top: 0, bottom: 20 }

it('draws every known day once: lines with gaps, and days without neighbours as points', () => {
  const { model, points } = estimateChart([
    day('2026-01-01', 12_000, 1_600),
    day('2026-01-02', null, 1_500),
    day('2026-01-03', 10_000, null),
    day('2026-01-04', 9_000, 1_400),
    day(null, 5, 5),
  ])
  const placed = layoutLines(model, SIZE)?.walk.map(({ key, y }) => [key, y])
  expect(placed?.toSorted()).toEqual([
    ['estimated 2026-01-01', 12_000],
    ['estimated 2026-01-03', 10_000],
    ['estimated 2026-01-04', 9_000],
    ['realised 2026-01-01', 1_600],
    ['realised 2026-01-02', 1_500],
    ['realised 2026-01-04', 1_400],
  ])
  expect(model.series.map(({ form, points: all }) => [form, all.filter(({ y }) => y !== null).length])).toEqual([
    ['line', 2],
    ['points', 1],
    ['line', 2],
    ['points', 1],
  ])
  expect(points.get('realised 2026-01-04')).toEqual({ day: '2026-01-04', of: 'realised', calls: 2 })
})

it('has nothing to draw without days, and names whole days only', () => {
  expect(layoutLines(estimateChart([]).model, SIZE)).toBeNull()
  expect([dayAt(20_454), dayAt(20_454.5)]).toEqual(['2026-01-01', ''])
})
