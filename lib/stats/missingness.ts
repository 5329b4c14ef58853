import { fisherExact } from './fisher-exact'
import { mcnemar } from './mcnemar'

/** Below this one arm lost more than the other, and what is left no longer compares like with like. */
export const UNEQUAL_BELOW = 0.05

export interface Missingness {
  /** Exact and two-sided; null when nothing is missing on one side alone. */
  p: number | null
  unequal: boolean
}

/** Whether one arm lost more pairs than the other: exact, on the pairs in which only one arm is missing. */
export function pairedMissingness(onlyControl: number, onlyTreatment: number): Missingness {
  if (onlyControl + onlyTreatment === 0) return { p: null, unequal: false }
  const { p } = mcnemar({ both: 0, onlyTreatment, onlyControl, neither: 0 })
  return { p, unequal: p < UNEQUAL_BELOW }
}

/** The same for arms that are not paired: `missing` of `n` each. */
export function unpairedMissingness(
  control: { missing: number; n: number },
  treatment: { missing: number; n: number },
): Missingness {
  if (control.missing + treatment.missing === 0) return { p: null, unequal: false }
  const p = fisherExact({ successes: control.missing, n: control.n }, { successes: treatment.missing, n: treatment.n })
  return { p, unequal: p < UNEQUAL_BELOW }
}
