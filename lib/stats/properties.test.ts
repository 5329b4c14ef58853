import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bootstrap, bootstrapMean } from './bootstrap'
import { clusterMean } from './cluster'
import { exactDifferences } from './differences'
import { hodgesLehmann } from './hodges-lehmann'
import { benjaminiHochberg, holm } from './holm'
import { momentsOf } from './moments'
import { pairedT } from './paired-t'
import { alwaysValid } from './sequential'
import { signFlip } from './sign-flip'
import { wilcoxon } from './wilcoxon'

const seeded = { seed: 7, numRuns: 100 }
const whole = fc.integer({ min: -60, max: 60 })

it('Holm is never below the raw p, and Benjamini and Hochberg never above Holm', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (ps) => {
      const [careful, exploring] = [holm(ps), benjaminiHochberg(ps)]
      for (const [at, p] of ps.entries()) {
        expect(careful[at]).toBeGreaterThanOrEqual(p)
        expect(exploring[at]).toBeLessThanOrEqual((careful[at] ?? 0) * (1 + 1e-12))
        expect(careful[at]).toBeLessThanOrEqual(1)
      }
    }),
    seeded,
  )
})

it('doubling every pair with its cluster leaves the cluster error alone, and shrinks the naive one', () => {
  const clustered = fc.array(fc.tuple(whole, fc.constantFrom('a', 'b', 'c', 'd')), { minLength: 6, maxLength: 30 })
  fc.assert(
    fc.property(clustered, (rows) => {
      const errorsOf = (all: typeof rows) => {
        try {
          const { se, naiveSe } = clusterMean(
            all.map(([value]) => value),
            all.map(([, cluster]) => cluster),
          )
          return { se, naiveSe }
        } catch {
          return null
        }
      }
      const [once, twice] = [errorsOf(rows), errorsOf([...rows, ...rows])]
      expect(twice === null).toBe(once === null)
      if (!once || !twice) return
      expect(twice.se / once.se).toBeCloseTo(1, 9)
      expect(twice.naiveSe / once.naiveSe).toBeCloseTo(Math.sqrt((rows.length - 1) / (2 * rows.length - 1)), 9)
    }),
    seeded,
  )
})

it('from five pairs on the always-valid interval is wider than the t interval', () => {
  const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 5, maxLength: 80 })
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 100_000 }), (values, nStar) => {
      const { n, mean, sd } = momentsOf(values)
      fc.pre(sd > 1e-6)
      const [low, high] = alwaysValid({ estimate: mean, sd, n, nStar }).ci
      const { ci } = pairedT(values)
      expect(high - low).toBeGreaterThan(ci[1] - ci[0])
    }),
    seeded,
  )
  const four = momentsOf([1, 2, 3, 5])
  const [low, high] = alwaysValid({ estimate: four.mean, sd: four.sd, n: 4, nStar: 4 }).ci
  const { ci } = pairedT([1, 2, 3, 5])
  expect(high - low).toBeLessThan(ci[1] - ci[0])
})

it('Wilcoxon’s enumeration is that of all sign choices, with ties and zeros', () => {
  const few = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(few, fc.constantFrom('drop' as const, 'pratt' as const), (values, zeros) => {
      fc.pre(values.some((value) => value !== 0))
      const found = wilcoxon(exactDifferences(values), { zeros })
      const ranked = zeros === 'pratt' ? values : values.filter((value) => value !== 0)
      const rankOf = (value: number) => {
        const smaller = ranked.filter((other) => Math.abs(other) < Math.abs(value)).length
        return smaller + (ranked.filter((other) => Math.abs(other) === Math.abs(value)).length + 1) / 2
      }
      const ranks = ranked.filter((value) => value !== 0).map(rankOf)
      let [less, greater] = [0, 0]
      for (let signs = 0; signs < 2 ** ranks.length; signs += 1) {
        const sum = ranks.reduce((total, rank, at) => total + ((signs >> at) & 1 ? rank : 0), 0)
        if (sum <= found.plus) less += 1
        if (sum >= found.plus) greater += 1
      }
      expect(found.less).toBeCloseTo(less / 2 ** ranks.length, 12)
      expect(found.greater).toBeCloseTo(greater / 2 ** ranks.length, 12)
    }),
    seeded,
  )
})

it('the Hodges–Lehmann walk finds the averages that sorting them all finds', () => {
  fc.assert(
    fc.property(fc.array(whole, { minLength: 1, maxLength: 40 }), (values) => {
      const averages = values.flatMap((a, at) => values.slice(at).map((b) => a / 2 + b / 2)).sort((a, b) => a - b)
      const half = averages.length / 2
      const median = ((averages[Math.ceil(half) - 1] ?? 0) + (averages[Math.floor(half)] ?? 0)) / 2
      const { estimate, ci } = hodgesLehmann(values)
      expect(estimate).toBe(median)
      if (ci) expect(averages).toEqual(expect.arrayContaining(ci))
      expect(ci === null).toBe(values.length < 6)
    }),
    seeded,
  )
})

it('sign flips count what every sum of signs gives', () => {
  fc.assert(
    fc.property(fc.array(whole, { minLength: 1, maxLength: 10 }), (values) => {
      const nonzero = values.filter((value) => value !== 0)
      fc.pre(nonzero.length > 0)
      const seen = nonzero.reduce((sum, value) => sum + value, 0)
      const sums = Array.from({ length: 2 ** nonzero.length }, (_, signs) =>
        nonzero.reduce((sum, value, at) => sum + ((signs >> at) & 1 ? value : -value), 0),
      )
      const { count, of } = signFlip(exactDifferences(values), 1)
      expect([count, of]).toEqual([sums.filter((sum) => Math.abs(sum) >= Math.abs(seen)).length, sums.length])
    }),
    seeded,
  )
})

it('the bootstrap of a mean is the same whether its resamples are drawn by index or by sum', () => {
  fc.assert(
    fc.property(
      fc.array(whole, { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 0, max: 1_000 }),
      (values, seed) => {
        const statistic = (indices: Int32Array) =>
          indices.reduce((sum, at) => sum + (values[at] ?? 0), 0) / indices.length
        const byIndex = bootstrap({ units: values.length, statistic, seed, resamples: 50 })
        const ones = new Float64Array(values.length).fill(1)
        const bySum = bootstrapMean(Float64Array.from(values), ones, { seed, resamples: 50 })
        expect(bySum.percentile).toEqual(byIndex.percentile)
        expect(bySum.se).toBe(byIndex.se)
      },
    ),
    seeded,
  )
})
