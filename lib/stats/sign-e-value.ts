import { type Differences, withoutZeros } from './differences'
import { logBeta } from './special-functions'

/**
 * Evidence against "either direction is as likely": the expected value is at most 1 without an effect, at every look, on
 * every scale, so 20 or more may be acted on at any time. `wins` of `n` pairs that are not zero.
 */
export function signEValue(wins: number, n: number): number {
  return Math.min(Number.MAX_VALUE, Math.exp(logBeta(wins + 1, n - wins + 1) + n * Math.LN2))
}

/** The same of differences; zeros say nothing about direction. */
export function signEvidence(differences: Differences): number {
  const { nonzero } = withoutZeros(differences)
  return signEValue(nonzero.filter((value) => value > 0).length, nonzero.length)
}
