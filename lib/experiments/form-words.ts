import { PRIMARY_TESTS, type PrimaryTest } from './analysis-schema'
import { EXPERIMENT_METRICS, type ExperimentMetric } from './definition'
import { DRAFT_PAIRINGS, type DraftPairing } from './draft'
import { TEST_WORDS } from './verdict'
import { METRIC_WORDS } from './words'

const PAIRING_LABELS: Readonly<Record<DraftPairing, string>> = {
  item: 'results of the same item',
  plan: 'runs of the same goal and phases',
  'run list': 'runs, by a list',
  'item list': 'items, by a list',
}

export const PAIRING_OPTIONS = DRAFT_PAIRINGS.map((value) => ({ value, label: PAIRING_LABELS[value] }))

/** The metrics that a kind of pair can have: a run has no reward. */
export const metricOptions = (pairing: DraftPairing) =>
  EXPERIMENT_METRICS.filter((one) => one !== 'reward' || pairing === 'item' || pairing === 'item list').map(
    (value) => ({ value, label: METRIC_WORDS[value].label }),
  )

/** The tests that a metric can have, the rule that chooses first. */
export function testOptions(metric: ExperimentMetric): { value: '' | PrimaryTest; label: string }[] {
  const isBinary = metric === 'success'
  const fitting = PRIMARY_TESTS.filter((test) => test === 'clusterT' || (test === 'mcnemar') === isBinary)
  return [
    { value: '', label: 'the default for such data' },
    ...fitting.map((value) => ({ value, label: TEST_WORDS[value] })),
  ]
}
