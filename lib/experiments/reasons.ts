import { UndefinedStatistic } from '@/lib/stats/undefined-statistic'

/** Why quantities are null, by their place in the analysis (`effect.geometricMeanRatio`). */
export class Reasons {
  readonly found: Record<string, string> = {}

  /** What `compute` gives, or null with its reason kept. Other errors are bugs and go on. */
  attempt<T>(place: string, compute: () => T): T | null {
    try {
      return compute()
    } catch (error) {
      if (!(error instanceof UndefinedStatistic)) throw error
      return this.none(place, error.message)
    }
  }

  none(place: string, reason: string): null {
    this.found[place] = reason
    return null
  }
}
