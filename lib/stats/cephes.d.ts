/** What is used of cephes: its own declarations are out of reach of its `exports`. */
declare module 'cephes' {
  /** Settles when the functions may be called. */
  export const compiled: Promise<void>
  /** Regularized incomplete beta function I_x(a, b). */
  export function incbet(a: number, b: number, x: number): number
  /** The x with I_x(a, b) = p. */
  export function incbi(a: number, b: number, p: number): number
  /** Regularized upper incomplete gamma function Q(a, x). */
  export function igamc(a: number, x: number): number
  /** Logarithm of |Γ(x)|. */
  export function lgam(x: number): number
  /** Complementary error function. */
  export function erfc(x: number): number
  /** The x with Φ(x) = p. */
  export function ndtri(p: number): number
}
