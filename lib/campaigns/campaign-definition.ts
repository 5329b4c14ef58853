import { ExperimentDefinition } from '@/lib/experiments/definition'
import { hasNoResult } from './eligibility'
import type { Pairing } from './pair-replays'
import type { CampaignSettings } from './schema'

const PREFIX = 'campaign:'

/** The experiment that a campaign is. */
export const campaignExperimentId = (campaignId: string): string => `${PREFIX}${campaignId}`

/** The campaign of which an experiment is made; null when it is another kind. */
export const campaignOfExperiment = (id: string): string | null =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null

interface Made {
  name: string
  settings: CampaignSettings
  pairings: readonly Pairing[]
  /** What ended each original, as it was when it was chosen. */
  causeOf: ReadonlyMap<string, string | null>
}

/**
 * A campaign as an experiment: each original against its replay, in the metric that was fixed when it was made. Only pairs
 * of which both runs are over; null while there is none. Originals that were known to be without a quality result when they
 * were chosen are no baseline, whatever their replays come to: one of them would refuse the whole.
 */
export function campaignDefinition({ name, settings, pairings, causeOf }: Made): ExperimentDefinition | null {
  const planned = pairings.filter(({ originalId }) => !hasNoResult(causeOf.get(originalId) ?? null))
  const pairs = planned.flatMap(({ state, originalId, replay }) =>
    state === 'final' && replay !== null ? [{ key: originalId, control: originalId, treatment: replay.run.id }] : [],
  )
  if (pairs.length === 0) return null
  const { metric, varied, calibration, smallestEffect } = settings
  const read = ExperimentDefinition.safeParse({
    ...{ name, unit: 'run', pairBy: 'list', pairs, metric, varied, calibration, planned: planned.length },
    control: { by: 'runs', runs: pairs.map(({ control }) => control) },
    treatment: { by: 'runs', runs: pairs.map(({ treatment }) => treatment) },
    ...(smallestEffect === null ? {} : { smallestEffect }),
  })
  return read.success ? read.data : null
}
