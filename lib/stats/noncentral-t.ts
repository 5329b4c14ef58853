import { betaRegularized, logGamma, normalTail } from './special-functions'

const TERMS = 20_000
const PRECISION = 1e-14

/**
 * P(T ≤ t) of the noncentral t distribution (Lenth 1989, AS 243), for t of either sign. Absolute error below 1e-10 for
 * |noncentrality| up to 37; beyond it the distribution is taken as normal, as far as power can tell.
 */
export function noncentralTBelow(t: number, df: number, noncentrality: number): number {
  if (t < 0) return 1 - noncentralTBelow(-t, df, -noncentrality)
  if (Math.abs(noncentrality) > 37) return farFromCentre(t, df, noncentrality)
  return Math.min(1, normalTail(noncentrality) + seriesOf(t, df, noncentrality))
}

/** Abramowitz and Stegun 26.7.10. */
function farFromCentre(t: number, df: number, noncentrality: number): number {
  const shrink = 1 / (4 * df)
  return normalTail(-(t * (1 - shrink) - noncentrality) / Math.sqrt(1 + t * t * 2 * shrink))
}

function seriesOf(t: number, df: number, noncentrality: number): number {
  const x = (t * t) / (t * t + df)
  if (x <= 0) return 0
  const half = (noncentrality * noncentrality) / 2
  const b = df / 2
  const [logX, logRest] = [Math.log(x), b * Math.log1p(-x)]
  let odd = Math.exp(-half) / 2
  let even = (Math.SQRT2 / Math.sqrt(Math.PI)) * noncentrality * odd
  let left = 0.5 - odd
  let oddBeta = betaRegularized(0.5, b, x)
  let evenBeta = -Math.expm1(logRest)
  let sum = odd * oddBeta + even * evenBeta
  for (let term = 1; term <= TERMS; term += 1) {
    oddBeta -= stepOf(term - 0.5, b, logX, logRest)
    evenBeta -= stepOf(term, b, logX, logRest)
    odd *= half / term
    even *= half / (term + 0.5)
    left -= odd
    sum += odd * oddBeta + even * evenBeta
    if (term > half && Math.abs(2 * left * oddBeta) < PRECISION) break
  }
  return sum
}

/** I_x(a, b) − I_x(a + 1, b). */
function stepOf(a: number, b: number, logX: number, logRest: number): number {
  return Math.exp(a * logX + logRest - logGamma(a + 1) - logGamma(b) + logGamma(a + b))
}
