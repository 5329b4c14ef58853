import { expect, it } from 'vitest'
import { KNOWN_CLUSTER_COVERAGE, KNOWN_COVERAGE, KNOWN_RATE_COVERAGE } from './known-coverage'
import {
  PEEKING_CASES,
  simulateClusterCoverage,
  simulateCoverage,
  simulatePeeking,
  simulateRateCoverage,
} from './simulate'

/**
 * The short form of `npm run bench:statistics`: fewer repetitions, and as much slack as chance takes. Both sides were
 * simulated, so three standard errors of their difference are allowed.
 */
function expectShare(found: number, known: number, repetitions: number, knownRepetitions: number, what: string): void {
  const error = Math.sqrt(known * (1 - known) * (1 / repetitions + 1 / knownRepetitions))
  expect(Math.abs(found - known), `${what}: ${found}, known ${known}`).toBeLessThanOrEqual(3 * error)
}

const PUBLISHED = [
  { n: 8, pairedT: 0.944, percentile: 0.825, bca: 0.776, logRatioT: 0.948 },
  { n: 10, pairedT: 0.941, percentile: 0.844, bca: 0.798, logRatioT: 0.947 },
  { n: 20, pairedT: 0.942, percentile: 0.887, bca: 0.837, logRatioT: 0.948 },
  { n: 50, pairedT: 0.947, percentile: 0.919, bca: 0.879, logRatioT: 0.95 },
]

/** Every share that is known of the same experiment. */
function expectShares(found: object, known: object, repetitions: number): void {
  for (const [name, share] of Object.entries(known)) {
    const value = Object.entries(found).find(([other]) => other === name)?.[1]
    if (share < 1) expectShare(value, share, repetitions, 4_000, name)
  }
}

it.each(PUBLISHED)('intervals of $n pairs cover as often as is known', (published) => {
  const repetitions = 500
  const found = simulateCoverage({ n: published.n, repetitions, resamples: 1_000, seed: 5 })
  expectShares(found, published, repetitions)
  expectShares(found, KNOWN_COVERAGE.find(({ n }) => n === published.n) ?? {}, repetitions)
})

it.each(PUBLISHED)(
  'the shares that the help prints for $n pairs are those of an independent simulation',
  (published) => {
    expectShares(KNOWN_COVERAGE.find(({ n }) => n === published.n) ?? {}, published, 4_000)
  },
)

it('the t interval of log ratios covers 94 to 96 %', () => {
  for (const { logRatioT } of KNOWN_COVERAGE) expect(Math.abs(logRatioT - 0.95)).toBeLessThanOrEqual(0.01)
})

it('intervals of success and of clusters cover as often as the help says', () => {
  const repetitions = 1_000
  for (const known of KNOWN_RATE_COVERAGE)
    expectShares(simulateRateCoverage({ n: known.n, repetitions, seed: 5 }), known, repetitions)
  for (const known of KNOWN_CLUSTER_COVERAGE)
    expectShares(simulateClusterCoverage({ clusters: known.clusters, repetitions, seed: 5 }), known, repetitions)
})

const KNOWN: readonly [fixed: number, alwaysValid: number][] = [
  [0.252, 0.024],
  [0.203, 0.042],
  [0.2, 0.036],
  [0.205, 0.072],
  [0.297, 0.238],
  [0.361, 0.219],
  [0.357, 0.205],
]

it.each(PEEKING_CASES.map((peek, at) => ({ peek, known: KNOWN[at] ?? ([0, 0] as const) })))(
  'looking again and again finds what is not there: $peek',
  ({ peek, known: [fixed, alwaysValid] }) => {
    const repetitions = 2_000
    const found = simulatePeeking({ ...peek, repetitions, seed: 5 })
    expectShare(found.fixed, fixed, repetitions, 20_000, 'fixed')
    expectShare(found.alwaysValid, alwaysValid, repetitions, 20_000, 'always valid')
  },
)

it('a look at 10, 20 … 200 pairs errs five times as often as promised, and the always-valid interval less than promised', () => {
  const [first] = PEEKING_CASES
  if (!first) throw new Error('no case')
  const { fixed, alwaysValid } = simulatePeeking({ ...first, repetitions: 4_000, seed: 9 })
  expect(Math.abs(fixed - 0.25)).toBeLessThan(0.03)
  expect(alwaysValid).toBeLessThanOrEqual(0.05)
})
