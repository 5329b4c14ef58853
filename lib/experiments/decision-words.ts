import type { PrimaryTest } from './analysis-schema'
import type { ExperimentPreview } from './declare-schema'
import { armLabel, betterOf, type ExperimentDefinition, type ExperimentMetric } from './definition'
import { TEST_WORDS } from './verdict'
import { plural } from './words'

const BETTER: Readonly<Record<ExperimentMetric, Record<'lower' | 'higher', string>>> = {
  success: { higher: 'succeeds more often', lower: 'succeeds less often' },
  reward: { higher: 'gets more reward', lower: 'gets less reward' },
  tokens: { higher: 'uses more tokens', lower: 'uses fewer tokens' },
  cost: { higher: 'costs more', lower: 'costs less' },
  seconds: { higher: 'takes more time', lower: 'takes less time' },
  calls: { higher: 'makes more calls', lower: 'makes fewer calls' },
}

const PAIRS = { item: 'the same item', plan: 'the same plan', list: 'the list' } as const
const DEFAULT_TEST = {
  binary: 'the exact McNemar test',
  continuous: 'Wilcoxon’s signed-rank test below 20 pairs and the paired t test of log ratios from 20 on',
} as const

/** What will be decided, and how, in one sentence. Foreign text may be in it. */
export function decisionWords(definition: ExperimentDefinition): string {
  const { control, treatment, metric, primary, direction, alpha, pairBy, planned, calibration } = definition
  const claim = calibration
    ? `How far “${armLabel(treatment)}” and “${armLabel(control)}”, which are the same on purpose, differ in ${metric} by chance`
    : `Whether “${armLabel(treatment)}” ${BETTER[metric][betterOf(definition)]} than “${armLabel(control)}”`
  const of = planned === undefined ? '' : ` of ${plural(planned, 'planned pair')}`
  return `${claim}: decided by ${testName(metric, primary)}, ${direction}, at α ${alpha}, over pairs of ${PAIRS[pairBy]}${of}; ${variedWords(definition)}.`
}

const testName = (metric: ExperimentMetric, primary: PrimaryTest | undefined) =>
  primary === undefined ? DEFAULT_TEST[metric === 'success' ? 'binary' : 'continuous'] : `the ${TEST_WORDS[primary]}`

const variedWords = ({ varied, calibration }: ExperimentDefinition) =>
  varied.length > 0
    ? `only ${varied.map((name) => name.replaceAll('_', ' ')).join(', ')} may differ`
    : calibration
      ? 'nothing may differ'
      : 'nothing is declared to differ, so any difference refuses it'

/** How many pairs there would be, and what stays out. */
export function matchWords({ pairs, evaluablePairs, arms }: ExperimentPreview): string {
  const empty = (['control', 'treatment'] as const).filter((arm) => arms[arm].results === 0)
  if (empty.length > 0) return `Nothing is recorded of ${empty.join(' and ')} yet: no pair can be made.`
  if (pairs === 0) return 'No pair can be made: the arms have nothing in common.'
  const lost = pairs === evaluablePairs ? '' : `, ${evaluablePairs.toLocaleString('en-US')} of them evaluable`
  return `${plural(pairs, 'pair')}${lost}.`
}

/** What so many pairs could show; nothing of what they do show. */
export function powerWords({ evaluablePairs: pairs, detectable }: ExperimentPreview, power: number): string | null {
  const { canReachAlpha, needed, effect } = detectable
  if (pairs === 0) return null
  if (!canReachAlpha) return `Too few to decide anything: at least ${plural(needed, 'pair')} have to differ.`
  const floor = `It takes at least ${plural(needed, 'pair')} that differ, all in one direction, to reach α.`
  if (effect === null) return floor
  const found = `${Math.round(power * 1000) / 10} % of the time an effect of ${effect.toFixed(2)} standard deviations of the difference is found`
  return `${floor} With these, ${found}.`
}
