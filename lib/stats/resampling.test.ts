import { describe, expect, it } from 'vitest'
import { allNear, near } from '@/lib/testing/near'
import { DARWIN, TOKENS } from '@/lib/testing/paired-samples'
import { bootstrap } from './bootstrap'
import { clusterGroups, clusterMean, designEffect } from './cluster'
import { exactDifferences, rawDifferences } from './differences'
import { benjaminiHochberg, holm } from './holm'
import { seededRandom } from './seeded-random'
import { signFlip } from './sign-flip'
import { tCritical } from './student-t'

const meanAt = (values: readonly number[]) => (indices: Int32Array) =>
  indices.reduce((sum, at) => sum + (values[at] ?? 0), 0) / indices.length

const ofMean = (values: readonly number[], resamples?: number) =>
  bootstrap({ units: values.length, statistic: meanAt(values), seed: 1, ...(resamples ? { resamples } : {}) })

function within(values: readonly number[] | null, expected: readonly number[], slack: number): void {
  expect(values).toHaveLength(expected.length)
  for (const [at, value] of expected.entries())
    expect(Math.abs((values?.[at] ?? Number.NaN) - value)).toBeLessThan(slack)
}

describe('the bootstrap', () => {
  it('takes all resamples of few values', () => {
    expect(ofMean([1, 2, 4])).toMatchObject({ resamples: 27, exact: true })
    near(ofMean([1, 2, 4]).se, '.7200823')
    const four = ofMean([3, -1, 2, 5])
    expect(four.resamples).toBe(256)
    allNear([four.se, ...four.percentile], ['1.0825318', 0, 4.25])
    const five = ofMean([-1.2, -2.4, -1.3, -1.3, 0])
    expect(five.resamples).toBe(3125)
    allNear([five.se, ...five.percentile], ['.3401176', '-1.94', '-0.52'])
  })

  it('comes near them by random resamples', () => {
    // Seven values have 823,543 resamples; the standard error of their mean is known.
    const values = [3, -1, 2, 5, 0, 7, 1]
    const { se, exact } = ofMean(values)
    const mean = 17 / 7
    const plugIn = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / 7
    expect(exact).toBe(false)
    expect(Math.abs(se / plugIn - 1)).toBeLessThan(0.03)
  })

  it('has the three intervals of Darwin’s maize', () => {
    const { se, percentile, basic, bca, acceleration } = ofMean(DARWIN, 40_000)
    within([se], [9.415102], 0.1)
    within(percentile, [1.33, 38.13], 0.5)
    within(basic, [3.73, 40.53], 0.5)
    within(bca, [-1.6, 36.3], 0.5)
    near(acceleration, '-.0426929')
  })

  it('has the intervals of ten pairs of tokens', () => {
    const { se, percentile, bca } = ofMean(rawDifferences(TOKENS).values, 40_000)
    within([se], [5343.781433], 60)
    within(percentile, [-28_400, -7_500], 300)
    within(bca, [-28_800, -7_900], 300)
  })

  it('repeats exactly by its seed, and says what it cannot do', () => {
    expect(ofMean(DARWIN)).toEqual(ofMean(DARWIN))
    expect(() => ofMean([3])).toThrow('fewer than two')
    expect(ofMean([2, 2, 2])).toMatchObject({ bca: null, acceleration: null, percentile: [2, 2] })
    const ratio = bootstrap.bind(null, { units: 3, statistic: () => Number.NaN, seed: 1 })
    expect(ratio).toThrow('undefined in some')
  })
})

describe('random sign flips', () => {
  it('never give a p of 0, and repeat by their seed', () => {
    const far = exactDifferences(Array.from({ length: 40 }, (_, at) => 10 + at))
    const { p, of, exact, count } = signFlip(far, 7)
    expect({ count, exact, p }).toEqual({ count: 0, exact: false, p: 1 / (of + 1) })
    const near0 = exactDifferences(Array.from({ length: 40 }, (_, at) => (at % 2 ? at : -at) + 0.5))
    expect(signFlip(near0, 7)).toEqual(signFlip(near0, 7))
  })

  it('come near the normal limit', () => {
    const random = seededRandom(3)
    const values = Array.from({ length: 200 }, () => random.normal() + 0.15)
    const { p, less, greater } = signFlip(exactDifferences(values), 5)
    const z = values.reduce((sum, value) => sum + value, 0) / Math.hypot(...values)
    expect(z).toBeGreaterThan(1)
    expect(Math.abs(less + greater - 1)).toBeLessThan(0.001)
    expect(Math.abs(p - 2 * greater)).toBeLessThan(0.03)
  })
})

describe('clusters', () => {
  const values = Array.from({ length: 20 }, (_, at) => at)
  const byFour = values.map((at) => String(at % 4))

  it('have the standard errors of Inspect’s own test', () => {
    const { naiveSe, seWithoutFactor, se, df, clusters, designEffect: effect } = clusterMean(values, byFour)
    allNear([naiveSe, seWithoutFactor, se], ['1.3228757', '.5590170', '.6454972'])
    expect([df, clusters]).toEqual([3, 4])
    near(effect, (0.645_497_224 / 1.322_875_656) ** 2)
    near(designEffect(10, 0.2), 2.8)
  })

  it('never have a standard error of 0', () => {
    expect(() =>
      clusterMean(
        values,
        values.map(() => 'one'),
      ),
    ).toThrow('all pairs are of one cluster')
    expect(() => clusterMean(values, [...byFour.slice(1), null])).toThrow('1 of 20 pairs name no cluster')
    expect(() => clusterMean([1, 2, 1, 2], ['a', 'a', 'b', 'b'])).toThrow('do not differ')
    expect(clusterGroups(['a', 'b', 'a', '__proto__'])).toEqual([[0, 2], [1], [3]])
  })

  it.each([
    [1, '12.7062'],
    [2, '4.302653'],
    [4, '2.776445'],
    [9, '2.262157'],
    [30, '2.042272'],
  ])('are judged by t of %i degrees of freedom', (df, critical) => {
    near(tCritical(0.025, df), critical)
  })
})

describe('many tests at once', () => {
  it('are corrected by Holm, and by Benjamini and Hochberg', () => {
    allNear(holm([0.01, 0.04, 0.03, 0.005, 0.55, 0.6]), [0.05, 0.12, 0.12, 0.03, 1, 1])
    allNear(benjaminiHochberg([0.898, 0.138, 0.007, 0.964, 0.538, 0.006, 0.138]), [
      ...['.964', '.2415', '.0245', '.964', '.7532', '.0245', '.2415'],
    ])
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []])
  })
})
