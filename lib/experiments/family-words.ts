import type { ExperimentMetric } from './definition'
import type { FamilyRow } from './experiment-schema'

const MORE: Readonly<Record<ExperimentMetric, readonly [less: string, more: string]>> = {
  success: ['succeeds less often', 'succeeds more often'],
  reward: ['less reward', 'more reward'],
  tokens: ['fewer tokens', 'more tokens'],
  cost: ['costs less', 'costs more'],
  seconds: ['takes less time', 'takes longer'],
  calls: ['fewer calls', 'more calls'],
}

/** What one metric says of the treatment, after the correction. Whether that is good depends on what is asked. */
export function familyVerdict({
  metric,
  outcome,
  better,
  why,
}: Pick<FamilyRow, 'metric' | 'outcome' | 'better' | 'why'>) {
  if (outcome !== 'better' && outcome !== 'worse') return why === null ? 'cannot tell' : `cannot tell: ${why}`
  const isMore = (outcome === 'better') === (better === 'higher')
  return MORE[metric][isMore ? 1 : 0]
}
