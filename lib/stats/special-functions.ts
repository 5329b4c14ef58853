import { compiled, erfc, igamc, incbet, incbi, lgam, ndtri } from 'cephes'

// The functions are WebAssembly and can be called once it is compiled, which takes some milliseconds.
await compiled

const LOG_SMALLEST = -700

/** Regularized incomplete beta function I_x(a, b), for a, b > 0 and x in 0 to 1; relative error below 1e-10. */
export function betaRegularized(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  return x >= 1 ? 1 : incbet(a, b, x)
}

/** The x with I_x(a, b) = p. */
export function betaQuantile(a: number, b: number, p: number): number {
  if (p <= 0) return 0
  return p >= 1 ? 1 : incbi(a, b, p)
}

export const logGamma = (x: number): number => lgam(x)
/** Natural logarithm of the beta function. */
export const logBeta = (a: number, b: number): number => lgam(a) + lgam(b) - lgam(a + b)

/**
 * Logarithm of the regularized upper incomplete gamma function Q(a, x), for a > 0 and x ≥ 0. Where Q itself would be
 * below the smallest number it comes from the continued fraction of Legendre, so it is finite for every finite x.
 */
export function logGammaUpper(a: number, x: number): number {
  const leading = a * Math.log(x) - x - lgam(a)
  if (x <= a + 1 || leading > LOG_SMALLEST) return Math.log(igamc(a, x))
  return leading + Math.log(legendreFraction(a, x))
}

/** 1 / (x + 1 − a − 1(1 − a) / (x + 3 − a − …)) from below; x is far above a here, so it converges at once. */
function legendreFraction(a: number, x: number): number {
  let value = 0
  for (let term = 60; term >= 1; term -= 1) value = (term * (term - a)) / (x + 2 * term + 1 - a - value)
  return 1 / (x + 1 - a - value)
}

/** P(Z > z) of a standard normal Z, without loss in either tail; below 1e-299 it is 0. */
export function normalTail(z: number): number {
  if (z > 37) return 0
  return z < -37 ? 1 : erfc(z * Math.SQRT1_2) / 2
}

/** The z with P(Z ≤ z) = p, for 0 < p < 1. */
export const normalQuantile = (p: number): number => ndtri(p)
