import 'server-only'
import type { Context } from '@/lib/context'
import type { ExperimentPreview } from '@/lib/experiments/declare-schema'
import { armLabel, type ExperimentDefinition, kindOf } from '@/lib/experiments/definition'
import { type Matched, matchPairs } from '@/lib/experiments/match-pairs'
import type { Observation } from '@/lib/experiments/observation'
import { detectableEffect } from '@/lib/stats/power'
import { loadObservations } from './load-observations'

const ALONE_MAX = 6

/** How many pairs a definition would match, what stays out and why. Not one value of a result is in the reply. */
export async function previewExperiment({ db }: Context, definition: ExperimentDefinition): Promise<ExperimentPreview> {
  const observations = await loadObservations(db, definition)
  const matched = matchPairs(observations, kindOf(definition.metric))
  const { pairs, evaluablePairs, repeats } = matched.counts
  return {
    arms: {
      control: armOf(definition, observations, matched, 'control'),
      treatment: armOf(definition, observations, matched, 'treatment'),
    },
    ...{ pairs, evaluablePairs, repeats },
    detectable: detectableOf(definition, evaluablePairs),
    alone: matched.unmatched.slice(0, ALONE_MAX).map(({ arm, key }) => ({ arm, key })),
  }
}

function armOf(
  definition: ExperimentDefinition,
  observations: readonly Observation[],
  { pairs, exclusions }: Matched,
  arm: Observation['arm'],
): ExperimentPreview['arms']['control'] {
  const own = observations.filter((one) => one.arm === arm)
  const excluded = exclusions.filter((one) => one.arm === arm).map(({ cause, count }) => ({ cause, count }))
  const good = own.filter(({ exclusion }) => exclusion === null).length
  const matched = pairs.reduce((sum, pair) => {
    const side = pair[arm]
    return pair.evaluable ? sum + side.results - side.excluded : sum
  }, 0)
  return {
    label: armLabel(definition[arm]),
    runs: new Set(own.map(({ runId }) => runId)).size,
    ...{ results: own.length, matched, excluded, unmatched: good - matched },
  }
}

/** From the number of pairs alone: as if every one of them differed. */
function detectableOf(
  { metric, direction, alpha, power }: ExperimentDefinition,
  pairs: number,
): ExperimentPreview['detectable'] {
  const sides = direction === 'two-sided' ? 2 : 1
  const minP = pairs === 0 ? null : Math.min(1, sides * 0.5 ** pairs)
  return {
    minP,
    canReachAlpha: minP !== null && minP <= alpha,
    needed: Math.ceil(Math.log2(sides / alpha)),
    effect: kindOf(metric) === 'binary' ? null : detectableEffect(pairs, { alpha, power }),
  }
}
