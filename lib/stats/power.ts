import { noncentralTBelow } from './noncentral-t'
import { normalQuantile, normalTail } from './special-functions'
import { tCritical } from './student-t'

/** Wilcoxon's test sees as much in n normal pairs as the t test in this share of them. */
const WILCOXON_EFFICIENCY = 3 / Math.PI

interface Levels {
  alpha?: number
  power?: number
}

/** The chance that a two-sided paired t test of `n` pairs finds a standardised effect d_z. */
export function pairedPower(n: number, dz: number, alpha = 0.05): number {
  return tPower(n - 1, dz * Math.sqrt(n), alpha)
}

/** The same for two groups of `n` each that differ by `d` standard deviations. */
export function twoSamplePower(n: number, d: number, alpha = 0.05): number {
  return tPower(2 * n - 2, d * Math.sqrt(n / 2), alpha)
}

function tPower(df: number, noncentrality: number, alpha: number): number {
  const critical = tCritical(alpha / 2, df)
  return 1 - noncentralTBelow(critical, df, noncentrality) + noncentralTBelow(-critical, df, noncentrality)
}

/** The chance that a two-sided test of two rates, `n` each, finds the difference; as R's power.prop.test. */
export function ratePower(n: number, a: number, b: number, alpha = 0.05): number {
  const z = -normalQuantile(alpha / 2)
  const pooled = ((a + b) / 2) * (1 - (a + b) / 2)
  return normalTail(
    -(Math.sqrt(n) * Math.abs(a - b) - z * Math.sqrt(2 * pooled)) / Math.sqrt(a * (1 - a) + b * (1 - b)),
  )
}

export const pairsForEffect = (dz: number, { alpha, power = 0.8 }: Levels = {}): number =>
  whereReached((n) => pairedPower(n, dz, alpha), power, 2, 1e9)

export const groupSizeForEffect = (d: number, { alpha, power = 0.8 }: Levels = {}): number =>
  whereReached((n) => twoSamplePower(n, d, alpha), power, 2, 1e9)

export const groupSizeForRates = (a: number, b: number, { alpha, power = 0.8 }: Levels = {}): number =>
  whereReached((n) => ratePower(n, a, b, alpha), power, 1, 1e12)

/** Connor's number of pairs for McNemar's test, from the shares of pairs that only one arm wins. */
export function mcnemarPairs(onlyA: number, onlyB: number, { alpha = 0.05, power = 0.8 }: Levels = {}): number {
  const discordant = onlyA + onlyB
  const difference = onlyA - onlyB
  const reach = -normalQuantile(alpha / 2) * Math.sqrt(discordant)
  return ((reach + normalQuantile(power) * Math.sqrt(discordant - difference ** 2)) / difference) ** 2
}

export interface QuestionSpread {
  /** Variance of the difference between questions. */
  between: number
  /** Variance within a question, of each arm. */
  withinA: number
  withinB: number
  /** Attempts at each question; Infinity when noise within questions is gone. */
  attempts: number
}

/** Miller's number of questions that shows a difference of mean scores. */
export function questionsForDifference(
  difference: number,
  { between, withinA, withinB, attempts }: QuestionSpread,
  { alpha = 0.05, power = 0.8 }: Levels = {},
): number {
  const reach = normalQuantile(power) - normalQuantile(alpha / 2)
  return (reach ** 2 * (between + withinA / attempts + withinB / attempts)) / difference ** 2
}

/** The smallest d_z that `n` pairs find with this power by the t test; null below two pairs. */
export function detectableEffect(n: number, { alpha = 0.05, power = 0.8 }: Levels = {}): number | null {
  return n < 2 ? null : whereReached((dz) => pairedPower(n, dz, alpha), power, 0, 1e6)
}

/** The same for Wilcoxon's test of nearly normal differences. */
export function detectableByWilcoxon(n: number, levels: Levels = {}): number | null {
  return detectableEffect(n * WILCOXON_EFFICIENCY, levels)
}

/** The smallest difference of paired success rates that `n` pairs find, when so large a share of pairs differs. */
export function detectableRateDifference(n: number, discordant: number, levels: Levels = {}): number | null {
  if (!(discordant > 0)) return null
  const pairsFor = (difference: number) =>
    mcnemarPairs((discordant + difference) / 2, (discordant - difference) / 2, levels)
  const largest = Math.min(discordant, 1)
  return pairsFor(largest) > n ? null : whereReached((difference) => -pairsFor(difference), -n, 0, largest)
}

/** Where a rising function reaches its target, by halving. */
function whereReached(of: (x: number) => number, target: number, from: number, to: number): number {
  let [low, high] = [from, Math.min(to, Math.max(1, 2 * from))]
  while (high < to && of(high) < target) [low, high] = [high, Math.min(to, high * 2)]
  for (let step = 0; step < 100 && high - low > 1e-13 * high; step += 1) {
    const middle = (low + high) / 2
    if (of(middle) < target) low = middle
    else high = middle
  }
  return (low + high) / 2
}
