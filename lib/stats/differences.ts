/** Treatment − control of each pair, with the size below which a difference is rounding and nothing else. */
export interface Differences {
  values: readonly number[]
  rounding: number
}

const EPSILON = Number.EPSILON * 8

export interface PairedValues {
  control: readonly number[]
  treatment: readonly number[]
}

/** Treatment − control. */
export function rawDifferences({ control, treatment }: PairedValues): Differences {
  const values = treatment.map((value, at) => value - (control[at] ?? Number.NaN))
  const largest = treatment.reduce((most, value, at) => Math.max(most, Math.abs(value), Math.abs(control[at] ?? 0)), 0)
  return { values, rounding: EPSILON * largest }
}

/** Logarithms of treatment / control; all values must be positive. */
export function logRatios({ control, treatment }: PairedValues): Differences {
  const values = treatment.map((value, at) => logOfRatio(value, control[at] ?? Number.NaN))
  return { values, rounding: EPSILON * values.reduce((most, value) => Math.max(most, Math.abs(value)), 1) }
}

/** Two ratios that are equal as fractions give the same quotient, so their logarithms tie. */
function logOfRatio(value: number, base: number): number {
  const ratio = value / base
  return ratio > 1e-300 && ratio < 1e300 ? Math.log(ratio) : Math.log(value) - Math.log(base)
}

/** Differences that were taken elsewhere, exact as they stand. */
export const exactDifferences = (values: readonly number[]): Differences => ({ values, rounding: 0 })

/** The differences that are not zero, and how many are. */
export function withoutZeros({ values, rounding }: Differences): { nonzero: number[]; zeros: number } {
  const nonzero = values.filter((value) => Math.abs(value) > rounding)
  return { nonzero, zeros: values.length - nonzero.length }
}
