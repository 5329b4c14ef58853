import { describe, expect, it } from 'vitest'
import { candidateSeries, type ScoredCandidate } from './candidate-series'

const candidate = (id: string, values: Partial<ScoredCandidate> = {}): ScoredCandidate => ({
  ...{ id, nativeId: id, runId: 'r', index: null, score: 0, trainScore: null, heldoutScore: null, accepted: null },
  ...{ isBaseline: false, rollouts: null, cost: null },
  ...values,
})
const NO_NAMES = new Map<string, string | null>()

describe('candidateSeries', () => {
  it('orders each axis by itself and carries the best so far', () => {
    const { series } = candidateSeries(
      [
        candidate('a', { rollouts: 0, cost: 30, score: 0.2 }),
        candidate('b', { rollouts: 20, cost: 10, score: 0.5 }),
        candidate('c', { rollouts: 10, cost: 20, score: 0.4 }),
      ],
      new Map([['r', 'Run']]),
    )
    expect(series).toHaveLength(1)
    expect(series[0]?.runName).toBe('Run')
    expect(series[0]?.overRollouts.map(({ id, x, best }) => [id, x, best])).toEqual([
      ['a', 0, 0.2],
      ['c', 10, 0.4],
      ['b', 20, 0.5],
    ])
    expect(series[0]?.overCost.map(({ id, best }) => [id, best])).toEqual([
      ['b', 0.5],
      ['c', 0.5],
      ['a', 0.5],
    ])
  })

  it('keeps runs apart: each counts from 0', () => {
    const { series } = candidateSeries(
      [
        candidate('a', { runId: 'r1', rollouts: 5, score: 0.9 }),
        candidate('b', { runId: 'r2', rollouts: 9, score: 0.1 }),
        candidate('c', { runId: null, rollouts: 1, score: -3 }),
      ],
      NO_NAMES,
    )
    expect(series.map(({ runId, overRollouts }) => [runId, overRollouts[0]?.best])).toEqual([
      ['r1', 0.9],
      ['r2', 0.1],
      [null, -3],
    ])
  })

  it('counts what has no place instead of placing it at 0', () => {
    const found = candidateSeries([candidate('a', { score: null, rollouts: 1 }), candidate('b', { cost: 0 })], NO_NAMES)
    expect(found).toMatchObject({ unscored: 1, withoutRollouts: 1, withoutCost: 0, cut: false })
    expect(found.series[0]?.overRollouts).toEqual([])
    expect(found.series[0]?.overCost).toMatchObject([{ id: 'b', x: 0, best: 0 }])
    expect(candidateSeries([], NO_NAMES)).toMatchObject({ unscored: 0, series: [] })
  })

  it.each([1, 3, 700])('sends at most 2,000 points of %i runs, whatever set a new best among them', (runs) => {
    const many = Array.from({ length: 6_000 }, (_, at) =>
      candidate(`c${at}`, {
        runId: `r${at % runs}`,
        rollouts: at,
        cost: at,
        score: at === 4_321 ? 2 : ((at * 7) % 1_000) / 1_000,
      }),
    )
    const { series, cut } = candidateSeries(many, NO_NAMES)
    expect(cut).toBe(true)
    const points = series.flatMap(({ overRollouts, overCost }) => [...overRollouts, ...overCost])
    expect(points.length).toBeLessThanOrEqual(2_000)
    if (runs < 100) expect(points.filter(({ id }) => id === 'c4321')).toHaveLength(2)
    for (const { overRollouts } of series)
      expect(overRollouts.map(({ x }) => x)).toEqual(overRollouts.map(({ x }) => x).toSorted((a, b) => a - b))
  })
})
