import { describe, expect, it } from 'vitest'
import { near } from '@/lib/testing/near'
import { fairCoinsBelow, logBinomialAbove, logBinomialBelow, logBinomialTwoSided } from './binomial'
import { chiSquareTail } from './chi-square'
import { seededRandom } from './seeded-random'
import { normalQuantile, normalTail } from './special-functions'
import { tCritical, tTail } from './student-t'

/** Expected values by mpmath with 30 digits. */

describe('tails', () => {
  it.each([
    [0.001, 3, 0.499632447485],
    [2, 1, 0.14758361765],
    [5, 9, 0.000369483954902],
    [40, 9, 9.49149922467e-12],
    [12, 30, 2.7900927076e-13],
    [60, 30, 4.15565480677e-33],
    [30, 200, 2.86208060441e-76],
  ])('of Student’s t beyond %d with %i degrees of freedom', (t, df, tail) => {
    near(tTail(t, df), tail)
    near(tTail(-t, df), 1 - tail)
    near(tCritical(tail, df), t)
    near(tCritical(0.2, df), -tCritical(0.8, df))
  })

  it.each([
    [0.5, 1, -0.73501112983708],
    [30, 1, -16.957318158129],
    [1300, 1, -653.81161888143],
    [1500, 1, -753.88306710538],
    [5000, 4, -2492.1755540691],
    [20000, 7, -9978.1748726662],
  ])('of chi-square beyond %d with %i degrees of freedom, where the p itself would be 0 too', (x, df, logTail) => {
    near(chiSquareTail(x, df).logP, logTail)
    expect(chiSquareTail(x, df).p).toBeGreaterThan(0)
    expect(chiSquareTail(0, df)).toEqual({ p: 1, logP: 0 })
  })

  it.each([
    [3, 10, 0.5, -1.760987810561],
    [400, 1000, 0.5, -22.71525923981],
    [10, 2000, 0.5, -1325.407252107],
    [5, 50, 0.75, -49.21871174646],
    [45, 50, 0.75, -0.002110592319321],
  ])('of %i in %i with probability %d', (k, n, p, logTail) => {
    near(logBinomialBelow(k, n, p), logTail)
    near(logBinomialAbove(n - k, n, 1 - p), logTail)
  })

  it('of the normal distribution, and back', () => {
    near(normalTail(1.959963984540054), 0.025)
    near(normalTail(30), 4.906713927148187e-198)
    expect([normalTail(40), normalTail(-40)]).toEqual([0, 1])
    near(normalQuantile(1e-100), -21.27345350120956)
  })
})

describe('binomials', () => {
  it('of fair coins are exact, and go over into logarithms without a step', () => {
    expect(fairCoinsBelow(0, 6)).toBe(1 / 64)
    expect(fairCoinsBelow(2, 15)).toBe(121 / 32_768)
    near(fairCoinsBelow(450, 1_000), Math.exp(logBinomialBelow(450, 1_000)))
    near(fairCoinsBelow(450, 1_001), Math.exp(logBinomialBelow(450, 1_001)))
  })

  it.each([
    [7, 20, 0.3],
    [2, 20, 0.3],
    [12, 20, 0.3],
    [0, 5, 0.5],
    [2, 5, 0.5],
    [5, 9, 0.75],
  ])('sum every outcome that is no more likely: %i of %i against %d', (k, n, p) => {
    const chance = (at: number) =>
      Math.exp(logBinomialBelow(at, n, p)) - (at > 0 ? Math.exp(logBinomialBelow(at - 1, n, p)) : 0)
    const all = Array.from({ length: n + 1 }, (_, at) => chance(at))
    const sum = all.filter((one) => one <= chance(k) * (1 + 1e-7)).reduce((total, one) => total + one, 0)
    near(Math.exp(logBinomialTwoSided(k, n, p)), sum)
  })
})

describe('random numbers', () => {
  it('repeat by their seed, differ by it, and have the right spread', () => {
    const draw = (seed: number) => Array.from({ length: 20_000 }, seededRandom(seed).normal)
    const values = draw(1)
    expect(draw(1)).toEqual(values)
    expect(draw(2)[0]).not.toBe(values[0])
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.05)
    const { below } = seededRandom(5)
    const seen = Array.from({ length: 1_000 }, () => below(3))
    expect(new Set(seen)).toEqual(new Set([0, 1, 2]))
  })
})
