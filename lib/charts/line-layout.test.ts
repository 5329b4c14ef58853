import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LineSeries, layoutLines, nearestPoint } from './line-layout'
import { ticksBetween } from './ticks'

const SIZE = { width: 200, height: 100, left: 50, right: 0, top: 0, bottom: 0 }
const line = (points: [x: number, y: number | null][], form: LineSeries['form'] = 'line'): LineSeries => ({
  key: 'a',
  label: 'a',
  fill: 's1',
  form,
  points: points.map(([x, y], index) => ({ key: `${index}`, x, y })),
})

describe('ticksBetween', () => {
  it('covers any range with a few round values', () => {
    const edge = fc.double({ min: -1e12, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(edge, edge, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const ticks = ticksBetween(low, high)
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(17)
        expect(ticks.every(Number.isFinite)).toBe(true)
      }),
    )
    expect(ticksBetween(0.52, 0.74)).toEqual([0.5, 0.55, 0.6, 0.65, 0.7, 0.75])
    expect(ticksBetween(-1, 1)).toEqual([-1, -0.5, 0, 0.5, 1])
  })
  it('gives a single value some width, and survives what is no number', () => {
    expect(ticksBetween(3, 3)).toContain(3)
    expect(ticksBetween(0, 0).length).toBeGreaterThan(1)
    expect(ticksBetween(Number.NaN, Number.POSITIVE_INFINITY)).toEqual([0, 1])
  })
})

describe('layoutLines', () => {
  it('breaks the line at a gap and never draws it as zero', () => {
    const layout = layoutLines(
      {
        series: [
          line([
            [0, 1],
            [1, null],
            [2, 1],
          ]),
        ],
        references: [],
      },
      SIZE,
    )
    expect(layout?.series[0]?.path.match(/M/g)).toHaveLength(2)
    expect(layout?.walk).toHaveLength(2)
  })
  it('keeps the best so far level until the next', () => {
    const layout = layoutLines(
      {
        series: [
          line(
            [
              [0, 0],
              [1, 1],
            ],
            'steps',
          ),
        ],
        references: [],
      },
      SIZE,
    )
    expect(layout?.series[0]?.path).toBe('M50.0 100.0H200.0V0.0')
  })
  it('has nothing to draw without a value', () => {
    expect(layoutLines({ series: [line([[0, null]])], references: [] }, SIZE)).toBeNull()
    expect(layoutLines({ series: [], references: [] }, SIZE)).toBeNull()
  })
  it('keeps every point and reference inside', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 30 }), value, (points, y) => {
        const layout = layoutLines({ series: [line(points)], references: [{ label: 'r', y }] }, SIZE)
        for (const { px, py } of layout?.walk ?? []) {
          expect(px).toBeGreaterThanOrEqual(50)
          expect(px).toBeLessThanOrEqual(200.001)
          expect(py).toBeGreaterThanOrEqual(-0.001)
          expect(py).toBeLessThanOrEqual(100.001)
        }
      }),
    )
  })
  it('finds the point that is nearest across', () => {
    const layout = layoutLines(
      {
        series: [
          line([
            [0, 0],
            [1, 1],
            [2, 0],
          ]),
        ],
        references: [],
      },
      SIZE,
    )
    expect(layout && nearestPoint(layout, 130, 90)).toBe(1)
  })
})
