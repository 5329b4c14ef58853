import { studentT } from './paired-t'

/** One arm as its mean and the variance of that mean. */
export interface ArmMean {
  n: number
  mean: number
  /** Sample variance of one observation. */
  variance: number
}

export interface ArmDifference {
  estimate: number
  se: number
  /** Welch and Satterthwaite's degrees of freedom. */
  df: number
}

/** An arm from the sum and the sum of squares of its observations. */
export function armFromSums(n: number, sum: number, squares: number): ArmMean {
  const mean = sum / n
  return { n, mean, variance: (squares - sum * mean) / (n - 1) }
}

/** An arm of successes and failures. */
export function armFromRate(successes: number, n: number): ArmMean {
  const mean = successes / n
  return { n, mean, variance: mean * (1 - mean) }
}

/** Treatment − control of arms that are not paired. */
export function absoluteDifference(control: ArmMean, treatment: ArmMean): ArmDifference {
  const [own, base] = [treatment.variance / treatment.n, control.variance / control.n]
  const df = (own + base) ** 2 / (own ** 2 / (treatment.n - 1) + base ** 2 / (control.n - 1))
  return { estimate: treatment.mean - control.mean, se: Math.sqrt(own + base), df }
}

/** The same as a share of the control's mean, its error by the delta method. */
export function relativeDifference(control: ArmMean, treatment: ArmMean): ArmDifference {
  const ratio = treatment.mean / control.mean
  const own = treatment.variance / treatment.n
  const base = (control.variance / control.n) * ratio ** 2
  const { df } = absoluteDifference(control, treatment)
  return { estimate: ratio - 1, se: Math.sqrt(own + base) / Math.abs(control.mean), df }
}

/** Welch's t test of such a difference. */
export const welch = ({ estimate, se, df }: ArmDifference, confidence = 0.95) => studentT(estimate, se, df, confidence)
