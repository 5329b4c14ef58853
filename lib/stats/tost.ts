import { pairedT } from './paired-t'
import { tTail } from './student-t'
import type { Interval } from './test-outcome'

export interface Equivalence {
  /** The larger of the two one-sided p: below alpha, the mean lies within the margins. */
  p: number
  /** That the mean lies above the lower margin, and below the upper one. */
  above: number
  below: number
}

/** Two one-sided t tests that the mean of the differences lies within declared margins, which makes "no worse" a claim. */
export function tost(values: readonly number[], [low, high]: Interval): Equivalence {
  const { mean, se, df } = pairedT(values)
  const above = tTail((mean - low) / se, df)
  const below = tTail((high - mean) / se, df)
  return { p: Math.max(above, below), above, below }
}
