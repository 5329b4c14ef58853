import { type PairTable, tableSize } from './pair-table'
import { wilsonInterval } from './rate-intervals'
import type { Interval } from './test-outcome'

export interface RateDifference {
  /** Treatment − control. */
  estimate: number
  ci: Interval
}

/** Newcombe's method 10: the difference of paired success rates from two Wilson intervals and their correlation. */
export function newcombe(table: PairTable, confidence = 0.95): RateDifference {
  const n = tableSize(table)
  const { both, onlyTreatment, onlyControl } = table
  const treatment = armOf(both + onlyTreatment, n, confidence)
  const control = armOf(both + onlyControl, n, confidence)
  const correlation = correlationOf(table)
  const reach = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b))
  const estimate = (onlyTreatment - onlyControl) / n
  const low = estimate - reach(treatment.below, control.above)
  const high = estimate + reach(treatment.above, control.below)
  return { estimate, ci: [Math.max(-1, low), Math.min(1, high)] }
}

function armOf(successes: number, n: number, confidence: number) {
  const [low, high] = wilsonInterval(successes, n, confidence)
  return { below: successes / n - low, above: high - successes / n }
}

/** The phi coefficient, drawn towards zero by half a table when it is positive. */
function correlationOf(table: PairTable): number {
  const { both, onlyTreatment, onlyControl, neither } = table
  const margins = (both + onlyTreatment) * (onlyControl + neither) * (both + onlyControl) * (onlyTreatment + neither)
  if (margins === 0) return 0
  const cross = both * neither - onlyTreatment * onlyControl
  const corrected = cross > 0 ? Math.max(0, cross - tableSize(table) / 2) : cross
  return corrected / Math.sqrt(margins)
}

/** The interval of Wald for the same difference, for comparison: too narrow in small samples. */
export function waldDifference(table: PairTable, z: number): RateDifference & { se: number } {
  const n = tableSize(table)
  const estimate = (table.onlyTreatment - table.onlyControl) / n
  const se = Math.sqrt((table.onlyTreatment + table.onlyControl) / n - estimate ** 2) / Math.sqrt(n)
  return { estimate, se, ci: [estimate - z * se, estimate + z * se] }
}
