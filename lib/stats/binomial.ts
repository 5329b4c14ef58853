import { logGamma } from './special-functions'

const WHOLE_UP_TO = 1_000
const NEGLIGIBLE = 1e-18
/** Two outcomes count as equally likely when their probabilities agree to this; R's binom.test takes the same. */
const EQUALLY_LIKELY = 1e-7

/** Logarithm of the probability of `k` successes in `n`, each with probability `p` between 0 and 1. */
export function logBinomial(k: number, n: number, p = 0.5): number {
  if (p <= 0) return k === 0 ? 0 : -Infinity
  if (p >= 1) return k === n ? 0 : -Infinity
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p)
}

/** Logarithm of P(X ≤ k). Its terms are added from the largest down, so the far tail keeps all its digits. */
export function logBinomialBelow(k: number, n: number, p = 0.5): number {
  if (k < 0) return -Infinity
  if (k >= n) return 0
  if (k > n * p) return Math.log1p(-Math.exp(logBinomialBelow(n - k - 1, n, 1 - p)))
  const odds = (1 - p) / p
  let [term, sum] = [1, 1]
  for (let at = k; at > 0 && term > NEGLIGIBLE * sum; at -= 1) {
    term *= (at / (n - at + 1)) * odds
    sum += term
  }
  return logBinomial(k, n, p) + Math.log(sum)
}

/** P(X ≤ k) of `n` fair coins; up to 1,000 of them by whole numbers, so that a small n has its p to the last digit. */
export function fairCoinsBelow(k: number, n: number): number {
  if (n > WHOLE_UP_TO) return Math.exp(logBinomialBelow(k, n))
  let [ways, sum] = [1, 0]
  for (let at = 0; at <= k; at += 1) {
    sum += ways
    ways = (ways * (n - at)) / (at + 1)
  }
  return sum / 2 ** n
}

/** Logarithm of P(X ≥ k). */
export const logBinomialAbove = (k: number, n: number, p = 0.5): number => logBinomialBelow(n - k, n, 1 - p)

/** Logarithm of the exact two-sided p: all outcomes that are no more likely than the one seen. */
export function logBinomialTwoSided(k: number, n: number, p = 0.5): number {
  const seen = logBinomial(k, n, p)
  const isNoMoreLikely = (outcome: number) => logBinomial(outcome, n, p) <= seen + EQUALLY_LIKELY
  const mode = Math.min(n, Math.floor((n + 1) * p))
  if (isNoMoreLikely(mode)) return 0
  // The likelihood falls on both sides of the mode, so the other tail begins at one place.
  const below = k < mode
  const [from, to] = below ? [mode, n] : [0, mode]
  let [near, far] = below ? [from, to + 1] : [-1, to]
  while (far - near > 1) {
    const middle = (near + far) >> 1
    if (isNoMoreLikely(middle) === below) far = middle
    else near = middle
  }
  const other = below ? logBinomialAbove(far, n, p) : logBinomialBelow(near, n, p)
  const own = below ? logBinomialBelow(k, n, p) : logBinomialAbove(k, n, p)
  return Math.min(0, logSum(own, other))
}

/** log(e^a + e^b). */
export function logSum(a: number, b: number): number {
  const high = Math.max(a, b)
  return high === -Infinity ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high))
}
