'use client'

import { middleTruncate, plainText } from '@/components/ui/visible-text'
import { type Arm, armLabel, EXPERIMENT_METRICS } from '@/lib/experiments/definition'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { METRIC_WORDS } from '@/lib/experiments/words'
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
  const names = choices.map((value) => ({ value, label: plainText(middleTruncate(value, 48)) }))
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-3 text-12 text-2">
      <legend className="sr-only">What is compared</legend>
      {names.length > 1
        ? (['control', 'treatment'] as const).map((arm) => (
            <Select
              key={arm}
              label={arm === 'control' ? 'Control' : 'Treatment'}
              value={nameOf(definition[arm])}
              options={names}
              onChoose={(value) => place.go({ ...current(experiment), [arm]: value })}
            />
          ))
        : null}
      <Select
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

interface SelectProps {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChoose: (value: string) => void
}

function Select({ label, value, options, onChoose }: SelectProps) {
  const isListed = options.some((option) => option.value === value)
  return (
    <label className="inline-flex min-w-0 items-center gap-1.5">
      {label}
      <select
        value={value}
        onChange={(event) => onChoose(event.target.value)}
        className="h-8 min-w-0 max-w-80 rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1 md:h-7"
      >
        {isListed ? null : <option value={value}>{plainText(middleTruncate(value, 48))}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
