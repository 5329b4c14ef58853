import { betaQuantile, betaRegularized } from './special-functions'

/** P(T > t) of Student's t with `df` degrees of freedom; no tail is got by subtraction. */
export function tTail(t: number, df: number): number {
  const beyond = betaRegularized(df / 2, 0.5, df / (df + t * t)) / 2
  return t >= 0 ? beyond : 1 - beyond
}

/** The t with P(T > t) = `tail`, for 0 < tail < 1. */
export function tCritical(tail: number, df: number): number {
  if (tail > 0.5) return -tCritical(1 - tail, df)
  // Near the middle x → 1 and 1 − x would cancel: there the other tail of the beta function is asked.
  const inner = betaQuantile(0.5, df / 2, 1 - 2 * tail)
  if (inner < 0.5) return Math.sqrt((df * inner) / (1 - inner))
  const x = betaQuantile(df / 2, 0.5, 2 * tail)
  return Math.sqrt((df * (1 - x)) / x)
}
