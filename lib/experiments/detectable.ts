import { momentsOf } from '@/lib/stats/moments'
import { type PairTable, tableSize } from '@/lib/stats/pair-table'
import { detectableEffect, detectableRateDifference } from '@/lib/stats/power'
import { UndefinedStatistic } from '@/lib/stats/undefined-statistic'
import type { Analysis, AnalyzePairsInput } from './analysis-schema'
import type { Scales } from './analyze-continuous'

type Detectable = NonNullable<Analysis['detectable']>
type Levels = Pick<AnalyzePairsInput, 'alpha' | 'power'>

/**
 * The smallest effect that so many pairs find with this power, in standard deviations of the difference. Pairs of one
 * cluster tell less than as many independent ones: `designEffect` says how much.
 */
export function detectableDifference(
  { raw, ratios }: Scales,
  { alpha, power }: Levels,
  designEffect: number,
): Detectable {
  const effect = detectableEffect(raw.values.length / Math.max(1, designEffect), { alpha, power })
  if (effect === null) throw new UndefinedStatistic('so few pairs detect nothing')
  const ratio = ratios ? Math.exp(effect * momentsOf(ratios.values).sd) : Number.NaN
  const difference = effect * momentsOf(raw.values).sd
  return { effect, unit: 'dz', power, difference, ratio: Number.isFinite(ratio) ? ratio : null }
}

/** The smallest difference of success rates that so many pairs find, when as many of them differ as did. */
export function detectableRate(table: PairTable, levels: Levels): Detectable {
  const n = tableSize(table)
  const discordant = n === 0 ? 0 : (table.onlyTreatment + table.onlyControl) / n
  const effect = detectableRateDifference(n, discordant, levels)
  if (effect === null)
    throw new UndefinedStatistic(
      discordant === 0
        ? 'no pair differs, so nothing says how often pairs do'
        : 'so few pairs that differ detect nothing',
    )
  return { effect, unit: 'rate difference', power: levels.power, difference: effect, ratio: null }
}
