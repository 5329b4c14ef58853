import { logSum } from './binomial'
import { logGamma } from './special-functions'

const EQUALLY_LIKELY = 1e-7

/** Fisher's exact test of two unpaired rates, `successes` of `n` each; two-sided p. */
export function fisherExact(a: { successes: number; n: number }, b: { successes: number; n: number }): number {
  const successes = a.successes + b.successes
  const logChoose = (n: number, k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
  const logChance = (k: number) => logChoose(a.n, k) + logChoose(b.n, successes - k) - logChoose(a.n + b.n, successes)
  const seen = logChance(a.successes)
  let total = -Infinity
  for (let k = Math.max(0, successes - b.n); k <= Math.min(a.n, successes); k += 1) {
    const chance = logChance(k)
    if (chance <= seen + EQUALLY_LIKELY) total = logSum(total, chance)
  }
  return Math.min(1, Math.exp(total))
}
