import type { Analysis } from './analysis-schema'
import type { ExperimentMetric } from './definition'
import { differenceText, levelText, pText, ratioText, reasonOf, shortNumber } from './number-words'
import { primaryEffect } from './primary-effect'
import { plural } from './words'

/** What so many pairs could have shown, sentence by sentence; `isBelowFloor` when no result could have been significant. */
export function detectableWords(
  metric: ExperimentMetric,
  analysis: Analysis,
): { sentences: string[]; isBelowFloor: boolean } {
  const { n, floor, primary } = analysis
  if (n.evaluable === 0)
    return {
      sentences: [
        `No quality result (0 of ${n.paired.toLocaleString('en-US')} evaluable): nothing could have been seen.`,
      ],
      isBelowFloor: true,
    }
  const untied = plural(
    floor.untied,
    analysis.metric === 'binary' ? 'disagreeing pair' : 'pair that differs',
    analysis.metric === 'binary' ? 'disagreeing pairs' : 'pairs that differ',
  )
  if (!floor.canReachAlpha)
    return {
      sentences: [
        `Cannot reach ${primary.alpha} at this n: with ${untied} an exact test gives no p below ${pText(floor.minP)}.`,
        ...found(metric, analysis),
      ],
      isBelowFloor: true,
    }
  return {
    sentences: [
      ...found(metric, analysis),
      `The test can reach α: there are ${untied}, and from ${reachableFrom(primary)} on it can.`,
    ],
    isBelowFloor: false,
  }
}

/** Words for what a number alone does not say. */
const UNIT_WORDS: Partial<Record<ExperimentMetric, string>> = {
  tokens: ' tokens',
  calls: ' calls',
  reward: ' of reward',
}

/** The fewest pairs that differ of which an exact test can give a p as small as α. */
const reachableFrom = ({ alpha, direction }: Analysis['primary']): number =>
  Math.ceil((direction === 'two-sided' ? 1 : 0) - Math.log2(alpha))

/** The same difference in the unit in which power is computed. */
const spreadWords = ({ unit, effect }: NonNullable<Analysis['detectable']>) =>
  unit === 'dz' ? ` (${shortNumber(effect)} standard deviations of the differences)` : ''

function found(metric: ExperimentMetric, analysis: Analysis): string[] {
  const { detectable, n, table, primary } = analysis
  if (!detectable) return [`What effect could have been found is not known: ${reasonOf(analysis, 'detectable')}.`]
  const effect = primaryEffect(analysis)
  const size =
    effect?.scale === 'ratio' && detectable.ratio !== null
      ? `a ratio of ${ratioText(detectable.ratio)} (or ${ratioText(1 / detectable.ratio)})`
      : detectable.difference !== null
        ? `a difference of ${differenceText(metric, detectable.difference).replace('+', '')}${UNIT_WORDS[metric] ?? ''}${spreadWords(detectable)}`
        : `${shortNumber(detectable.effect)} standard deviations`
  const disagree = table
    ? ` of which ${(table.onlyControl + table.onlyTreatment).toLocaleString('en-US')} disagree`
    : ''
  return [
    `With ${plural(n.evaluable, 'pair')}${disagree}, ${size} is found with a power of ${levelText(detectable.power)} at α ${primary.alpha}, ${primary.direction}.`,
    'Smaller true effects would mostly be missed.',
  ]
}
