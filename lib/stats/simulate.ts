import { bootstrapMean } from './bootstrap'
import { clusterMean } from './cluster'
import { hodgesLehmann } from './hodges-lehmann'
import { newcombe } from './newcombe'
import { pairedT } from './paired-t'
import { clopperPearsonInterval, wilsonInterval } from './rate-intervals'
import { type SeededRandom, seededRandom } from './seeded-random'
import { alwaysValid } from './sequential'
import { tCritical } from './student-t'
import type { Interval } from './test-outcome'

const RATIO_SPREAD = 0.3
const AVERAGES = 400_000
const CLUSTER_SIZE = 5

export interface CoverageOptions {
  /** Pairs in each experiment. */
  n: number
  repetitions: number
  resamples: number
  seed: number
}

/** The share of experiments whose nominal 95 % interval held the true value. */
export interface Coverage {
  n: number
  pairedT: number
  percentile: number
  basic: number
  bca: number
  hodgesLehmann: number
  logRatioT: number
}

/** Experiments with control log-normal(0, 1) and the ratio within a pair log-normal(0, 0.3). */
export function simulateCoverage({ n, repetitions, resamples, seed }: CoverageOptions): Coverage {
  const random = seededRandom(seed + n)
  // The mean of a log-normal(0, s) is e^(s²/2), so this is the true mean difference; the true log ratio is 0.
  const truth = Math.exp(0.5) * Math.expm1(RATIO_SPREAD ** 2 / 2)
  const middle = pseudoMedian(seededRandom(seed))
  const held = { pairedT: 0, percentile: 0, basic: 0, bca: 0, hodgesLehmann: 0, logRatioT: 0 }
  const ones = new Float64Array(n).fill(1)
  for (let at = 0; at < repetitions; at += 1) {
    const ratios = Array.from({ length: n }, () => RATIO_SPREAD * random.normal())
    const differences = ratios.map((ratio) => Math.exp(random.normal()) * Math.expm1(ratio))
    const resampled = bootstrapMean(Float64Array.from(differences), ones, { seed: random.bits(), resamples })
    held.pairedT += holds(pairedT(differences).ci, truth)
    held.percentile += holds(resampled.percentile, truth)
    held.basic += holds(resampled.basic, truth)
    held.bca += holds(resampled.bca, truth)
    held.hodgesLehmann += holds(hodgesLehmann(differences).ci, middle)
    held.logRatioT += holds(pairedT(ratios).ci, 0)
  }
  return { n, ...sharesOf(held, repetitions) }
}

/** What Hodges and Lehmann estimate: the median of the average of two differences, from many of them. */
function pseudoMedian({ normal }: SeededRandom): number {
  const difference = () => Math.exp(normal()) * Math.expm1(RATIO_SPREAD * normal())
  const averages = new Float64Array(AVERAGES).map(() => (difference() + difference()) / 2)
  return averages.sort()[AVERAGES / 2] ?? Number.NaN
}

function sharesOf<T extends Record<string, number>>(counts: T, repetitions: number): T {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / repetitions])) as T
}

/** The share of experiments of success whose nominal 95 % interval held the true value. */
export interface RateCoverage {
  n: number
  newcombe: number
  wilson: number
  clopperPearson: number
}

/** Both arms succeed in half of the pairs, treatment alone in 20 %, control alone in 10 %. */
export function simulateRateCoverage({ n, repetitions, seed }: Omit<CoverageOptions, 'resamples'>): RateCoverage {
  const random = seededRandom(seed + n)
  const held = { newcombe: 0, wilson: 0, clopperPearson: 0 }
  for (let at = 0; at < repetitions; at += 1) {
    const table = { both: 0, onlyTreatment: 0, onlyControl: 0, neither: 0 }
    for (let pair = 0; pair < n; pair += 1) {
      const draw = random.uniform()
      table[draw < 0.5 ? 'both' : draw < 0.7 ? 'onlyTreatment' : draw < 0.8 ? 'onlyControl' : 'neither'] += 1
    }
    held.newcombe += holds(newcombe(table).ci, 0.1)
    held.wilson += holds(wilsonInterval(table.both + table.onlyTreatment, n), 0.7)
    held.clopperPearson += holds(clopperPearsonInterval(table.both + table.onlyTreatment, n), 0.7)
  }
  return { n, ...sharesOf(held, repetitions) }
}

/** The share of experiments in clusters whose nominal 95 % interval held the true mean. */
export interface ClusterCoverage {
  clusters: number
  clusterT: number
  /** When pairs of one cluster are taken for independent. */
  pairedT: number
}

/** Clusters of five pairs whose differences have an intra-class correlation of one half. */
export function simulateClusterCoverage(options: {
  clusters: number
  repetitions: number
  seed: number
}): ClusterCoverage {
  const { clusters, repetitions, seed } = options
  const random = seededRandom(seed + clusters)
  const names = Array.from({ length: clusters * CLUSTER_SIZE }, (_, at) => `${Math.floor(at / CLUSTER_SIZE)}`)
  const held = { clusterT: 0, pairedT: 0 }
  for (let at = 0; at < repetitions; at += 1) {
    const shifts = Array.from({ length: clusters }, random.normal)
    const values = names.map((name) => (shifts[Number(name)] ?? 0) + random.normal())
    held.clusterT += holds(clusterMean(values, names).ci, 0)
    held.pairedT += holds(pairedT(values).ci, 0)
  }
  return { clusters, ...sharesOf(held, repetitions) }
}

const holds = (ci: Interval | null, truth: number) => (ci && ci[0] <= truth && truth <= ci[1] ? 1 : 0)

export interface PeekingCase {
  data: 'normal' | 'centred log-normal(0, 1)'
  /** The numbers of pairs at which somebody looks. */
  from: number
  to: number
  every: number
  nStar: number
}

/** The looks whose false alarms the documentation lists. */
export const PEEKING_CASES: readonly PeekingCase[] = [
  { data: 'normal', from: 10, to: 200, every: 10, nStar: 100 },
  { data: 'normal', from: 10, to: 40, every: 1, nStar: 20 },
  { data: 'normal', from: 10, to: 40, every: 1, nStar: 40 },
  { data: 'normal', from: 5, to: 24, every: 1, nStar: 20 },
  { data: 'normal', from: 2, to: 30, every: 1, nStar: 20 },
  { data: 'centred log-normal(0, 1)', from: 10, to: 40, every: 1, nStar: 20 },
  { data: 'centred log-normal(0, 1)', from: 10, to: 40, every: 1, nStar: 40 },
]

/** The share of experiments without an effect in which some look found one. */
export interface FalseAlarms {
  data: string
  looks: string
  nStar: number
  fixed: number
  alwaysValid: number
}

export function simulatePeeking(options: PeekingCase & { repetitions: number; seed: number }): FalseAlarms {
  const { data, from, to, every, nStar, repetitions, seed } = options
  const random = seededRandom(seed + 1_000 * from + to + nStar)
  const critical = Array.from({ length: to + 1 }, (_, n) =>
    n > 1 ? tCritical(0.025, n - 1) : Number.POSITIVE_INFINITY,
  )
  const alarms = { fixed: 0, alwaysValid: 0 }
  for (let at = 0; at < repetitions; at += 1) {
    const found = lookThrough(data === 'normal' ? random.normal : centred(random), options, critical)
    if (found.fixed) alarms.fixed += 1
    if (found.alwaysValid) alarms.alwaysValid += 1
  }
  const looks = every === 1 ? `every pair from ${from} to ${to}` : `every ${every} pairs from ${from} to ${to}`
  return { data, looks, nStar, fixed: alarms.fixed / repetitions, alwaysValid: alarms.alwaysValid / repetitions }
}

const centred =
  ({ normal }: SeededRandom) =>
  () =>
    Math.exp(normal()) - Math.exp(0.5)

/** One experiment, looked at again and again. */
function lookThrough(draw: () => number, { from, to, every, nStar }: PeekingCase, critical: readonly number[]) {
  let [sum, squares] = [0, 0]
  const found = { fixed: false, alwaysValid: false }
  for (let n = 1; n <= to; n += 1) {
    const value = draw()
    sum += value
    squares += value * value
    if (n < from || (n - from) % every !== 0) continue
    const estimate = sum / n
    const sd = Math.sqrt((squares - sum * estimate) / (n - 1))
    if (Math.abs(estimate) > ((critical[n] ?? 0) * sd) / Math.sqrt(n)) found.fixed = true
    const { ci } = alwaysValid({ estimate, sd, n, nStar })
    if (ci[0] > 0 || ci[1] < 0) found.alwaysValid = true
  }
  return found
}
