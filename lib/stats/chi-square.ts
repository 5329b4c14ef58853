import { logGammaUpper } from './special-functions'

/** A tail that may be too small for a number: `p` is never 0 while the true value is not, `logP` is exact. */
export interface Tail {
  p: number
  logP: number
}

/** e^logP, at least the smallest positive number. */
export function tailOf(logP: number): Tail {
  return { p: Math.min(1, Math.max(Math.exp(logP), Number.MIN_VALUE)), logP: Math.min(0, logP) }
}

/** P(X > x) of the chi-square distribution, through the upper incomplete gamma function. */
export const chiSquareTail = (x: number, df: number): Tail => tailOf(x <= 0 ? 0 : logGammaUpper(df / 2, x / 2))
