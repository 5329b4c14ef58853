/** What a test of "no effect" says. */
export interface TestOutcome {
  statistic: number
  /** Two-sided. */
  p: number
  /** One-sided: treatment is lower, or higher. */
  less: number
  greater: number
  /** What the test used, after zeros were left out where it leaves them out. */
  n: number
  zeros: number
  /** False: from a limit distribution or from random draws. */
  exact: boolean
}

/** Both ends of an interval, the lower first. */
export type Interval = [low: number, high: number]

export const twoSided = (less: number, greater: number): number => Math.min(1, 2 * Math.min(less, greater))
