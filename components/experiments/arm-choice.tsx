'use client'

import { type Arm, armLabel, EXPERIMENT_METRICS } from '@/lib/experiments/definition'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { METRIC_WORDS } from '@/lib/experiments/words'
import { Choose } from './choose'
import type { ExperimentPlace } from './use-experiment-place'

interface ArmChoiceProps {
  experiment: ExperimentDetail
  place: ExperimentPlace
}

/** Other arms and another metric, where nobody fixed them. What was declared cannot be chosen again. */
export function ArmChoice({ experiment, place }: ArmChoiceProps) {
  const { declared, choices, metric, definition } = experiment
  if (declared) return null
  const metrics = EXPERIMENT_METRICS.filter((one) => one !== 'reward' || definition.unit === 'item')
  const names = choices.map((value) => ({ value, label: value }))
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-3 text-12 text-2">
      <legend className="sr-only">What is compared</legend>
      {names.length > 1
        ? (['control', 'treatment'] as const).map((arm) => (
            <Choose
              key={arm}
              label={arm === 'control' ? 'Control' : 'Treatment'}
              value={nameOf(definition[arm])}
              options={names}
              onChoose={(value) => place.go({ ...current(experiment), [arm]: value })}
            />
          ))
        : null}
      <Choose
        label="Metric"
        value={metric}
        options={metrics.map((value) => ({ value, label: METRIC_WORDS[value].label }))}
        onChoose={(value) => place.go({ metric: metrics.find((one) => one === value) })}
      />
    </fieldset>
  )
}

/** Both arms are named once one is chosen, so that the address says which pair it is. */
const current = ({ definition: { control, treatment } }: ExperimentDetail) => ({
  control: nameOf(control),
  treatment: nameOf(treatment),
})

/** What the address calls an arm. */
const nameOf = (arm: Arm): string => (arm.by === 'configuration' ? arm.configuration : armLabel(arm))
