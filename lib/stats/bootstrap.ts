import { type SeededRandom, seededRandom } from './seeded-random'
import { normalQuantile, normalTail } from './special-functions'
import type { Interval } from './test-outcome'
import { UndefinedStatistic } from './undefined-statistic'

const EXACT_RESAMPLES = 50_000
const WORK = 10_000_000

/** A statistic of the units (pairs, or clusters of them) at these indices, of which some may come more than once. */
export type ResampleStatistic = (indices: Int32Array) => number

export interface BootstrapOptions {
  /** How many units there are. */
  units: number
  statistic: ResampleStatistic
  /** The statistic of all units but one, where that is known without going through them again. */
  withoutUnit?: (unit: number) => number
  /** The statistic of one random resample, where that is quicker than drawing the indices first. */
  drawn?: (random: SeededRandom) => number
  seed: number
  confidence?: number
  /** How many random resamples; by default as many as keep the work bounded, 1,000 to 9,999. */
  resamples?: number
}

export interface Bootstrap {
  estimate: number
  /** Standard deviation over the resamples. */
  se: number
  percentile: Interval
  basic: Interval
  /** Null when leaving out single units does not change the statistic, or the estimate lies outside all resamples. */
  bca: Interval | null
  acceleration: number | null
  resamples: number
  /** True: all possible resamples were taken. */
  exact: boolean
}

/**
 * The bootstrap over units drawn with replacement: all resamples when there are at most 50,000, else seeded random ones.
 * @throws UndefinedStatistic with fewer than two units, or when the statistic is undefined in some resample
 */
export function bootstrap({ confidence = 0.95, ...options }: BootstrapOptions): Bootstrap {
  const { units, statistic } = options
  if (units < 2) throw new UndefinedStatistic('there is nothing to resample: fewer than two units')
  const exact = units ** units <= EXACT_RESAMPLES
  const found = (exact ? everyResample(units, statistic) : randomResamples(options)).sort()
  if (!Number.isFinite(found[0]) || !Number.isFinite(found.at(-1)))
    throw new UndefinedStatistic('undefined in some of the resamples')
  const estimate = statistic(Int32Array.from({ length: units }, (_, at) => at))
  const alpha = 1 - confidence
  const percentile: Interval = [quantileOf(found, alpha / 2), quantileOf(found, 1 - alpha / 2)]
  const basic: Interval = [2 * estimate - percentile[1], 2 * estimate - percentile[0]]
  const acceleration = accelerationOf(jackknife(options))
  const bca = acceleration === null ? null : bcaInterval(found, { estimate, acceleration, alpha })
  return { estimate, se: spreadOf(found), percentile, basic, bca, acceleration, resamples: found.length, exact }
}

function everyResample(units: number, statistic: ResampleStatistic): Float64Array {
  const indices = new Int32Array(units)
  return new Float64Array(units ** units).map((_, resample) => {
    for (let at = 0, rest = resample; at < units; at += 1) {
      indices[at] = rest % units
      rest = Math.floor(rest / units)
    }
    return statistic(indices)
  })
}

function randomResamples({ units, statistic, drawn, seed, resamples }: BootstrapOptions): Float64Array {
  const count = resamples ?? Math.min(9_999, Math.max(1_000, Math.floor(WORK / units)))
  const random = seededRandom(seed)
  if (drawn) return new Float64Array(count).map(() => drawn(random))
  const indices = new Int32Array(units)
  return new Float64Array(count).map(() => {
    for (let at = 0; at < units; at += 1) indices[at] = random.below(units)
    return statistic(indices)
  })
}

/** The quantile of sorted values, linear between two of them. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const low = Math.floor(place)
  const [below, above] = [sorted[low] ?? Number.NaN, sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN]
  return below + (place - low) * (above - below)
}

function spreadOf(found: Float64Array): number {
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length
  return Math.sqrt(found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / found.length)
}

/** The statistic without each unit in turn. */
function jackknife({ units, statistic, withoutUnit }: BootstrapOptions): Float64Array {
  if (withoutUnit) return new Float64Array(units).map((_, unit) => withoutUnit(unit))
  const kept = Int32Array.from({ length: units - 1 }, (_, at) => at + 1)
  return new Float64Array(units).map((_, left) => {
    if (left > 0) kept[left - 1] = left - 1
    return statistic(kept)
  })
}

/** Efron's acceleration, or null when no unit changes the statistic. */
function accelerationOf(without: Float64Array): number | null {
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length
  const squares = without.reduce((sum, value) => sum + (mean - value) ** 2, 0)
  const cubes = without.reduce((sum, value) => sum + (mean - value) ** 3, 0)
  return squares > 0 ? cubes / (6 * squares ** 1.5) : null
}

interface BcaParts {
  estimate: number
  acceleration: number
  alpha: number
}

/** The bootstrap of a mean whose units have a sum and a number of values each: pairs one, clusters several. */
export function bootstrapMean(
  sums: Float64Array,
  sizes: Float64Array,
  options: Pick<BootstrapOptions, 'seed' | 'confidence' | 'resamples'>,
): Bootstrap {
  const [total, size] = [sums, sizes].map((parts) => parts.reduce((sum, part) => sum + part, 0)) as [number, number]
  const units = sums.length
  const meanOf = (unitAt: (place: number) => number) => {
    let sum = 0
    let count = 0
    for (let place = 0; place < units; place += 1) {
      const unit = unitAt(place)
      sum += sums[unit] ?? 0
      count += sizes[unit] ?? 0
    }
    return sum / count
  }
  const statistic = (indices: Int32Array) => meanOf((place) => indices[place] ?? 0)
  const drawn = ({ below }: SeededRandom) => meanOf(() => below(units))
  const withoutUnit = (unit: number) => (total - (sums[unit] ?? 0)) / (size - (sizes[unit] ?? 0))
  return bootstrap({ units, statistic, drawn, withoutUnit, ...options })
}

/** Percentiles moved by the bias and the acceleration. Resamples equal to the estimate count half. */
function bcaInterval(found: Float64Array, { estimate, acceleration, alpha }: BcaParts): Interval | null {
  const below = found.reduce((count, value) => count + (value < estimate ? 1 : value === estimate ? 0.5 : 0), 0)
  if (below === 0 || below === found.length) return null
  const bias = normalQuantile(below / found.length)
  const shareOf = (tail: number) => {
    const moved = bias + normalQuantile(tail)
    return normalTail(-(bias + moved / (1 - acceleration * moved)))
  }
  return [quantileOf(found, shareOf(alpha / 2)), quantileOf(found, shareOf(1 - alpha / 2))]
}
